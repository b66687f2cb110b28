//! Texts of the building blocks.

texts! {
    OPTIONAL: "optional", "opcional";
    SHOW_SECRET: "Show {}", "Mostrar {}";
    SHOW: "Show", "Mostrar";
    HIDE: "Hide", "Ocultar";
    CLOSE: "Close", "Fechar";
    COPY: "Copy", "Copiar";
    DISMISS: "Dismiss", "Dispensar";
    TRY_AGAIN: "Try again", "Tentar de novo";
    CAUSE: "Cause", "Causa";
    REMEDY: "Remedy", "Solução";
    CODE: "Code", "Código";
    SERVER_SAID: "Server said", "O servidor disse";
    SERVER_CODE: "server code {}", "código do servidor {}";
    WAIT: "Wait", "Espera";
    ABOUT_CODE: "{}: what it means, in a new tab", "{}: o que significa, em nova aba";
    DONE: "{}: done", "{}: feito";
    DONE_MEANING: "The server confirmed it.", "O servidor confirmou.";
    ALREADY_SO: "{}: already so", "{}: já estava assim";
    ALREADY_SO_MEANING: "Nothing changed; it is as you asked.", "Nada mudou; está como você pediu.";
    REFUSED: "{}: refused", "{}: recusado";
    REFUSED_MEANING: "The server said no; nothing was changed.", "O servidor disse não; nada mudou.";
    REFUSED_PERHAPS: "The server said no. That may be its answer to a repeat: when a connection breaks, browsers send a call a second time by themselves, so perhaps your own call got through.", "O servidor disse não. Pode ser a resposta a uma repetição: quando a conexão cai, o navegador reenvia a chamada por conta própria, então talvez a sua chamada tenha sido executada.";
    NOT_ATTEMPTED: "{}: not attempted", "{}: não tentado";
    NOT_ATTEMPTED_MEANING: "The call was not sent; nothing was changed.", "A chamada não foi enviada; nada mudou.";
    UNKNOWN: "{}: unknown", "{}: desconhecido";
    UNKNOWN_MEANING: "No answer can be trusted: it may have been sent, and it may have taken effect.", "Nenhuma resposta é confiável: pode ter sido enviada, e pode ter surtido efeito.";
    COPIED: "Copied to the clipboard. Others can read the clipboard too: paste it soon.", "Copiado para a área de transferência. Outros também podem lê-la: cole logo.";
    AT_CHARACTER: "At character {}.", "No caractere {}.";
    AT_CHARACTERS: "At characters {}.", "Nos caracteres {}.";
    FROM_TO: "{} to {}", "{} a {}";
    AND: "{} and {}", "{} e {}";
    AND_FURTHER: "{} and further on", "{} e mais adiante";
    NOT_PASTED: "Nothing was pasted; the field is as it was.", "Nada foi colado; o campo está como estava.";
    ASKING: "Asking…", "Perguntando…";
    FINGERPRINT: "Fingerprint", "Impressão digital";
    STRENGTH: "Strength:", "Força:";
    GENERATE: "Generate a secret", "Gerar um segredo";
    SECRET_NOT_COPIED: "The browser did not copy. The secret is selected: copy it by hand.", "O navegador não copiou. O segredo está selecionado: copie à mão.";
}
