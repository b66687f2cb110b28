//! *Activity*.

texts! {
    LEAD: "What this page did since it was opened. It lives in memory, is gone with the page, and cannot contain a secret.", "O que esta página fez desde que foi aberta. Fica na memória, some com a página e não pode conter um segredo.";
    ACTION: "Action", "Ação";
    OUTCOME: "Outcome", "Resultado";
    TARGET: "Target", "Alvo";
    TARGET_HINT: "Such as api-secret:43", "Como api-secret:43";
    TIME: "Time", "Hora";
    ANY: "Any", "Qualquer";
    SINCE: "Since", "Desde";
    BEGINNING: "The beginning", "O início";
    WEEK: "Last 7 days", "Últimos 7 dias";
    DAY: "Last 24 hours", "Últimas 24 horas";
    HOUR: "Last hour", "Última hora";
    COUNT: "{} of {} entries", "{} de {} entradas";
    DROPPED: "The oldest {} entries are gone: the page keeps {}.", "As {} entradas mais antigas se foram: a página guarda {}.";
    NOTHING_MATCHES: "No entry matches", "Nenhuma entrada corresponde";
    CLEAR: "Show all", "Mostrar todas";
    NOTHING_YET: "Nothing was done yet", "Nada foi feito ainda";
    NOTHING_YET_WHY: "Every call of this page is listed here with its outcome.", "Cada chamada desta página é listada aqui com seu resultado.";
    ROWS: "Rows {} to {}", "Linhas {} a {}";
    NEWER: "Newer", "Mais novas";
    OLDER: "Older", "Mais antigas";
    SAVE_AS: "Save as {}", "Salvar como {}";
    TABLE: "Activity", "Atividade";
    DONE: "Done", "Feito";
    ALREADY_SO: "Already so", "Já estava assim";
    REFUSED: "Refused", "Recusado";
    NOT_ATTEMPTED: "Not attempted", "Não tentado";
    UNKNOWN: "Unknown", "Desconhecido";
    ATTEMPT: "Attempt", "Tentativa";
    FAILED: "Failed", "Falhou";
    VERIFY: "Verify the server's audit log", "Verificar o registro de auditoria do servidor";
    VERIFY_WHY: "Choose an export of it: it is read and verified in this page, with the same code as the server's command, and sent nowhere.", "Escolha uma exportação dele: é lida e verificada nesta página, com o mesmo código do comando do servidor, e não é enviada.";
    VERIFY_FILE: "Export (JSON Lines)", "Exportação (JSON Lines)";
    VERIFY_UNREAD: "The browser could not read the file.", "O navegador não conseguiu ler o arquivo.";
    WHOLE: "Whole and unchanged", "Completo e inalterado";
    WHOLE_WHY: "{} entries, signed up to entry {}.", "{} entradas, assinadas até a entrada {}.";
    OPEN_ATTEMPTS: "Attempts without an end: {}. Whoever made them died before it, or is still at it.", "Tentativas sem fim: {}. Quem as fez parou antes, ou ainda está em andamento.";
    WHOLE_KEY: "It is signed with this key. Compare it with one that you keep elsewhere: a file alone proves only that it fits its own key.", "Está assinado com esta chave. Compare-a com uma guardada em outro lugar: um arquivo sozinho prova apenas que confere com a própria chave.";
    NOT_WHOLE: "Not whole, or changed", "Incompleto ou alterado";
}
