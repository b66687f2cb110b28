//! *API secrets*.

texts! {
    LEAD: "Switch stored API secrets off and on. The vault's list does not say which are active: a state is shown once a call has proved it.", "Desative e ative segredos de API guardados. A lista do cofre não diz quais estão ativos: um estado aparece depois que uma chamada o comprovou.";

    SIGN_IN_TITLE: "Sign in to the vault", "Entrar no cofre";
    SIGN_IN_HINT: "With an access key: its client id and client secret. The token stays in this page's memory and is gone when you close it.", "Com uma chave de acesso: o client id e o client secret dela. O token fica só na memória desta página e some quando você a fecha.";
    CLIENT_ID: "Client id", "Client id";
    CLIENT_SECRET: "Client secret", "Client secret";
    TENANT: "Tenant", "Tenant";
    TENANT_HINT: "Only where one address serves several tenants: the exact sub-domain.", "Só onde um endereço atende vários tenants: o subdomínio exato.";
    NEEDED: "This is needed to sign in.", "Isto é necessário para entrar.";
    SIGN_IN: "Sign in", "Entrar";
    SIGNING_IN: "Signing in…", "Entrando…";
    NOT_SIGNED_IN: "Not signed in", "Não entrou";
    SIGNED_IN_AS: "Signed in as", "Conectado como";
    SIGN_OUT: "Sign out", "Sair";

    SEARCH: "Search by name or identifier", "Buscar por nome ou identificador";
    REFRESH: "Refresh", "Atualizar";
    NEW: "New API secret", "Novo segredo de API";
    NOT_LOADED: "The list could not be loaded", "Não foi possível carregar a lista";
    LOADING: "Loading the list…", "Carregando a lista…";
    NONE_YET: "No API secrets yet", "Nenhum segredo de API ainda";
    NONE_YET_WHY: "What this access key may see appears here. Store the first one, or sign in with another access key.", "O que esta chave de acesso pode ver aparece aqui. Guarde o primeiro, ou entre com outra chave de acesso.";

    ACTIVE: "Active", "Ativo";
    INACTIVE: "Inactive", "Inativo";
    NOT_KNOWN: "Not known yet", "Ainda não sabido";
    STATES_TITLE: "States of all {} API secrets", "Estados dos {} segredos de API";

    STATE: "State", "Estado";
    ACCESS: "Access", "Acesso";
    DEMANDS: "Asks for", "Exige";
    ANY: "Any", "Qualquer";
    CAN_VIEW: "Can view", "Pode ver";
    CAN_EDIT: "Can edit", "Pode editar";
    JUSTIFICATION: "A justification", "Uma justificativa";
    APPROVAL: "An approval", "Uma aprovação";
    ON_THE_SERVER: "Filter by tag or identifier code", "Filtrar por tag ou código identificador";
    ON_THE_SERVER_HINT: "The list shows neither, so the server is asked for the matching ones. Both must match exactly.", "A lista não mostra nenhum dos dois, por isso o servidor é consultado. Os dois devem coincidir exatamente.";
    TAG: "Tag", "Tag";
    IDENTIFIER_CODE: "Identifier code", "Código identificador";
    APPLY: "Apply", "Aplicar";

    COUNT: "{} API secrets", "{} segredos de API";
    COUNT_OF: "{} of {} API secrets match", "{} de {} segredos de API correspondem";
    NOTHING_MATCHES: "No API secret matches.", "Nenhum segredo de API corresponde.";
    LIFT_SEARCH: "Clear the search", "Limpar a busca";
    LIFT_STATE: "Any state", "Qualquer estado";
    LIFT_ACCESS: "Any access", "Qualquer acesso";
    LIFT_FLAG: "Whatever they ask for", "Qualquer exigência";
    LIFT_TAG: "Any tag", "Qualquer tag";
    LIFT_CODE: "Any identifier code", "Qualquer código identificador";
    LIFT_GAIN: "{}: shows {}", "{}: mostra {}";
    SECRET_HINT: "Looking for a leaked value? A secret is never found by its name, and what finds nothing stays out of the address.", "Procurando um valor vazado? Um segredo nunca é achado pelo nome, e o que não acha nada fica fora do endereço.";

    TABLE: "API secrets", "Segredos de API";
    SELECT: "Select {} (ID {})", "Selecionar {} (ID {})";
    SELECT_PAGE: "Select the rows in sight", "Selecionar as linhas à vista";
    ID: "ID", "ID";
    NAME: "Name", "Nome";
    CHECKED: "Last checked", "Verificado";
    ACTIONS: "Actions", "Ações";
    VIEW_BADGE: "view", "ver";
    EDIT_BADGE: "edit", "editar";
    JUSTIFY_BADGE: "justify", "justificar";
    APPROVAL_BADGE: "approval", "aprovação";

    DEACTIVATE: "Deactivate", "Desativar";
    ACTIVATE: "Activate", "Ativar";
    DEACTIVATING: "Deactivating…", "Desativando…";
    ACTIVATING: "Activating…", "Ativando…";
    EDIT: "Edit", "Editar";
    DETAILS: "Details", "Detalhes";
    OF_ROW: "{} {} (ID {})", "{} {} (ID {})";
    VERB_OF: "{} {}", "{} {}";
    NO_EDIT: "This access key may only view it: the list says so. It cannot be edited or switched.", "Esta chave de acesso só pode vê-lo: a lista diz isso. Não dá para editar nem mudar o estado.";
    NO_VIEW: "This access key may not view it: the list says so. It cannot be opened.", "Esta chave de acesso não pode vê-lo: a lista diz isso. Não dá para abrir.";
    BLOCKED: "{}: nothing was sent.", "{}: nada foi enviado.";
    MORE_TROUBLE: "{} more calls did not go well; their rows are marked.", "Outras {} chamadas não deram certo; as linhas estão marcadas.";
    TROUBLE: "look above", "veja acima";

    NOW_ACTIVE: "“{}” (ID {}) is active now, confirmed at {}.", "“{}” (ID {}) está ativo agora, confirmado às {}.";
    NOW_INACTIVE: "“{}” (ID {}) is inactive now, confirmed at {}.", "“{}” (ID {}) está inativo agora, confirmado às {}.";
    WAS_ACTIVE: "“{}” (ID {}) was already active, confirmed at {}.", "“{}” (ID {}) já estava ativo, confirmado às {}.";
    WAS_INACTIVE: "“{}” (ID {}) was already inactive, confirmed at {}.", "“{}” (ID {}) já estava inativo, confirmado às {}.";
    STORED: "Stored “{}” with identifier {}.", "“{}” guardado com o identificador {}.";
    CHANGED: "Changed “{}” (ID {}).", "“{}” (ID {}) alterado.";
    NOT_SHARED: "The vault could not share it with everybody:", "O cofre não conseguiu compartilhá-lo com todos:";

    SELECTED: "{} selected.", "{} selecionados.";
    ALL_SELECTED: "All {} that match are selected.", "Todos os {} que correspondem estão selecionados.";
    HIDDEN: "{} of them are not in the list as filtered now.", "{} deles não estão na lista como está filtrada agora.";
    VIEW_ONLY: "{} may only be viewed and are left out.", "{} só podem ser vistos e ficam de fora.";
    SELECT_ALL: "Select all {} that match", "Selecionar todos os {} que correspondem";
    CLEAR: "Clear the selection", "Limpar a seleção";
    DEACTIVATE_SELECTED: "Deactivate…", "Desativar…";
    ACTIVATE_SELECTED: "Activate…", "Ativar…";

    BY_ID_TITLE: "Switch one by its identifier", "Mudar um pelo identificador";
    IDENTIFIER: "Identifier", "Identificador";
    IDENTIFIER_HINT: "The vault's number for it, as in an alert or ticket; not the identifier code.", "O número dele no cofre, como em um alerta ou chamado; não o código identificador.";
    DEACTIVATE_BY_ID: "Deactivate by ID", "Desativar pelo ID";
    ACTIVATE_BY_ID: "Activate by ID", "Ativar pelo ID";
    BY_ID: "ID {}", "ID {}";

    TITLE_OF: "{} (ID {})", "{} (ID {})";
    COUNTS_AS_USE: "Opening it counts as a use, and brings its secret into this page. Whoever shares it may see when it was used last.", "Abrir conta como um uso e traz o segredo para esta página. Quem o compartilha pode ver quando foi usado pela última vez.";
    WANTS_JUSTIFICATION: "The vault asks for a justification to access it, and its API takes none: the call may be refused.", "O cofre exige uma justificativa para acessá-lo, e a API dele não aceita nenhuma: a chamada pode ser recusada.";
    WANTS_APPROVAL: "The vault asks for an approval to access it, and its API cannot ask for one: the call may be refused.", "O cofre exige uma aprovação para acessá-lo, e a API dele não pode pedi-la: a chamada pode ser recusada.";
    NOT_OPENED: "It could not be opened", "Não foi possível abrir";
    OPEN: "Open it", "Abrir";
    OPENING: "Opening…", "Abrindo…";
    URL: "URL", "URL";
    METHOD: "Method", "Método";
    TAGS: "Tags", "Tags";
    NOTES: "Notes", "Notas";
    SHARED_WITH: "Shared with", "Compartilhado com";
    MAY_EDIT: "{} (edit)", "{} (editar)";
    MAY_VIEW: "{} (view)", "{} (ver)";
    COPY_SECRET: "Copy the secret", "Copiar o segredo";
    NOT_COPIED: "The browser did not copy. Show the secret and copy it by hand.", "O navegador não copiou. Mostre o segredo e copie à mão.";
    NO_SECRET: "No secret is stored with it.", "Nenhum segredo está guardado com ele.";
    AS_CURL: "As a command", "Como comando";
    AS_CURL_HINT: "For a POSIX shell with curl. Set LATCHBOARD_CLIENT_ID and LATCHBOARD_CLIENT_SECRET first; no secret is in the command.", "Para um shell POSIX com curl. Defina antes LATCHBOARD_CLIENT_ID e LATCHBOARD_CLIENT_SECRET; não há segredo no comando.";
    CURL_DEACTIVATE: "Copy as curl: deactivate", "Copiar como curl: desativar";
    CURL_ACTIVATE: "Copy as curl: activate", "Copiar como curl: ativar";
    CURL_READ: "Copy as curl: read", "Copiar como curl: ler";
    AS_CURL_FORM_HINT: "For a POSIX shell with curl. Set LATCHBOARD_CLIENT_ID and LATCHBOARD_CLIENT_SECRET first and, where a client secret is typed above, LATCHBOARD_API_SECRET: it takes its place.", "Para um shell POSIX com curl. Defina antes LATCHBOARD_CLIENT_ID e LATCHBOARD_CLIENT_SECRET e, onde um client secret foi digitado acima, LATCHBOARD_API_SECRET: ele o substitui.";
    CURL_FORM: "Copy as curl", "Copiar como curl";
    STILL_UNKNOWN: "Still unknown.", "Ainda desconhecido.";
    SHOW_FOUND: "Close this and show it in the list", "Fechar e mostrar na lista";
    LEAKED: "Looking for a leaked value?", "Procurando um valor vazado?";
    LEAKED_HOW: "The list knows no values: Leak response finds every copy.", "A lista não conhece valores: a resposta a vazamento encontra todas as cópias.";
    COMMAND: "Command", "Comando";
    COMMAND_COPIED: "The command is on the clipboard.", "O comando está na área de transferência.";
    COMMAND_NOT_COPIED: "The browser did not copy. The command is selected: copy it by hand.", "O navegador não copiou. O comando está selecionado: copie à mão.";

    EDIT_TITLE: "Edit {} (ID {})", "Editar {} (ID {})";
    URL_HINT: "Where the secret is used; free text.", "Onde o segredo é usado; texto livre.";
    CLIENT_ID_HINT: "Who uses the secret.", "Quem usa o segredo.";
    CODE_HINT: "A code of your own, unique among yours. With it, storing twice by accident is refused.", "Um código seu, único entre os seus. Com ele, guardar duas vezes por engano é recusado.";
    METHOD_HINT: "The HTTP method that it is used with; free text.", "O método HTTP com que é usado; texto livre.";
    TAGS_HINT: "Separated by commas.", "Separadas por vírgulas.";
    SECRET_NEW_HINT: "The secret itself. It is stored encrypted.", "O segredo em si. É guardado criptografado.";
    SECRET_EDIT_HINT: "Leave it empty and the secret stays as it is. What you type replaces it.", "Deixe vazio e o segredo fica como está. O que você digitar o substitui.";
    UNREAD_HINT: "The list tells only the name. A field that you leave empty stays as it is.", "A lista diz só o nome. Um campo que você deixa vazio fica como está.";
    READ_FIRST: "Read the present values", "Ler os valores atuais";
    READ_FIRST_WHY: "To see what is stored, to empty a field or to change who shares it, read the present values first. That counts as a use; the secret itself is not shown.", "Para ver o que está guardado, esvaziar um campo ou mudar com quem é compartilhado, leia antes os valores atuais. Isso conta como um uso; o segredo em si não é mostrado.";
    USERS: "Users who share it", "Usuários que o compartilham";
    GROUPS: "Groups who share it", "Grupos que o compartilham";
    ADD_USER: "Add a user", "Adicionar um usuário";
    ADD_GROUP: "Add a group", "Adicionar um grupo";
    SHARE_NAME: "Name of share {}", "Nome do compartilhamento {}";
    SHARE_EDIT: "may edit", "pode editar";
    REMOVE: "Remove", "Remover";
    REMOVE_SHARE: "Remove share {}", "Remover compartilhamento {}";
    END_SHARING: "Yes, end all sharing with them", "Sim, encerrar todo o compartilhamento com eles";
    ENDS_SHARING: "Nobody is left in a list that was shared with. Confirm that below, or name somebody.", "Ninguém sobrou em uma lista que tinha compartilhamento. Confirme abaixo, ou indique alguém.";
    MASK: "These are the characters of a mask, not a secret.", "Estes são os caracteres de uma máscara, não um segredo.";
    NOTHING_CHANGED: "Nothing was changed, so there is nothing to send.", "Nada foi alterado, então não há o que enviar.";
    STORE: "Store", "Guardar";
    STORING: "Storing…", "Guardando…";
    CANCEL: "Cancel", "Cancelar";
    CHANGE: "Change", "Alterar";
}
