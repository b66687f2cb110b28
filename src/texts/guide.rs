//! *Error guide*.

texts! {
    LEAD: "What each code means, why it happens, and what to do. The codes stay the same, whatever a vendor writes.", "O que cada código significa, por que acontece e o que fazer. Os códigos não mudam, seja qual for o texto do fornecedor.";
    ALL_CODES: "All codes", "Todos os códigos";
    SEARCH: "Search", "Busca";
    SEARCH_HINT: "A code, a status such as 403, the vendor's number, or a word", "Um código, um status como 403, o número do fornecedor ou uma palavra";
    COUNT: "{} of {} codes", "{} de {} códigos";
    SEEN_AS: "Seen as", "Visto como";
    SEND_AGAIN: "Send again", "Enviar de novo";
}
