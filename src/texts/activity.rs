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
}
