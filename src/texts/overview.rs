//! *Overview*.

texts! {
    LEAD: "Which server is asked, what is known, and what this page did last.", "Qual servidor é consultado, o que se sabe e o que esta página fez por último.";
    CHECK_AGAIN: "Check again", "Verificar de novo";
    ANSWERED_AT: "Answered at {}", "Respondeu às {}";
    SILENT: "Does not answer", "Não responde";
    SILENT_SINCE: "Does not answer; it last did at {}", "Não responde; respondeu pela última vez às {}";
    CHANGE_CONNECTION: "Connections", "Conexões";
    REGISTERED: "Registered", "Registrado";
    PROVED_AT: "proved at {}", "provado às {}";
    NOT_KNOWN_YET: "Not known yet", "Ainda não se sabe";
    NOT_KNOWN_WHY: "No documented call tells without a secret. Registering, changing or regenerating shows it.", "Nenhuma chamada documentada informa isso sem um segredo. Registrar, alterar ou gerar nova chave mostra.";
    ACTIVE: "Active", "Ativos";
    INACTIVE: "Inactive", "Inativos";
    CHART: "API secrets: {} active, {} inactive, {} not known yet", "Segredos de API: {} ativos, {} inativos, {} ainda não conhecidos";
    NOT_LISTED: "Nobody has listed them in this page.", "Ninguém os listou nesta página.";
    STATES_WHY: "The list does not tell states: one is known once a call proved it.", "A lista não informa estados: um estado é conhecido quando uma chamada o prova.";
    FIRST: "What to do first", "Por onde começar";
    GO_REGISTER: "Register a secret", "Registrar um segredo";
    GO_REGISTER_WHY: "For location history and geofencing: you get the admin key, once.", "Para location history e geofencing: você recebe a chave de administrador, uma única vez.";
    GO_SIGN_IN: "Sign in to the vault", "Entrar no cofre";
    GO_SIGN_IN_WHY: "List API secrets, switch them on and off, one or thousands.", "Listar segredos de API, ativar e desativar, um ou milhares.";
    GO_LEAK: "A secret leaked?", "Um segredo vazou?";
    GO_LEAK_WHY: "Paste it, find every copy, switch all of them off.", "Cole-o, localize todas as cópias, desative todas.";
    LAST_ACTIONS: "Last actions", "Últimas ações";
    NOTHING_YET: "Nothing was done in this page yet.", "Nada foi feito nesta página ainda.";
    ALL_ACTIVITY: "All activity", "Toda a atividade";
    RETIRES: "The vendor withdraws Location History and Geofencing on {}: {} days left", "O fornecedor descontinua o Location History e o Geofencing em {}: faltam {} dias";
    RETIRES_TOMORROW: "The vendor withdraws Location History and Geofencing tomorrow, on {}", "O fornecedor descontinua o Location History e o Geofencing amanhã, em {}";
    RETIRES_TODAY: "The vendor withdraws Location History and Geofencing today, {}", "O fornecedor descontinua o Location History e o Geofencing hoje, {}";
    RETIRED: "The vendor withdrew Location History and Geofencing on {}", "O fornecedor descontinuou o Location History e o Geofencing em {}";
    RETIRES_WHY: "It names no successor. A Latchboard server answers these calls by itself and goes on; calls that are passed on to the vendor will fail.", "Ele não indica sucessor. Um servidor Latchboard responde a essas chamadas por conta própria e continua; as chamadas repassadas ao fornecedor falharão.";
    RETIRED_WHY: "A Latchboard server answers these calls by itself and goes on. If calls to the vendor fail, this is why.", "Um servidor Latchboard responde a essas chamadas por conta própria e continua. Se chamadas ao fornecedor falharem, este é o motivo.";
    OPEN_RUNS: "A run against API secrets has not come to its end in this browser.", "Uma operação com segredos de API não chegou ao fim neste navegador.";
    SHOW_THEM: "Show it", "Mostrar";
}
