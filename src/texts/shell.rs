//! The shell: navigation, connection, preferences.

texts! {
    OVERVIEW: "Overview", "Visão geral";
    CONNECTIONS: "Connections", "Conexões";
    ACTIVITY: "Activity", "Atividade";
    SELF_TEST: "Self-test", "Autoteste";
    OTHER_SERVER: "Another server", "Outro servidor";
    ADMIN_KEY: "Admin key", "Chave de administrador";
    API_SECRETS: "API secrets", "Segredos de API";
    ERROR_GUIDE: "Error guide", "Guia de erros";
    PAGE_NOT_FOUND: "Page not found", "Página não encontrada";
    NO_PAGE_HERE: "There is no page at this address.", "Não há página neste endereço.";
    TO_FIRST_PAGE: "Go to the first page", "Ir para a primeira página";
    SKIP: "Skip to the page", "Pular para a página";
    PAGES: "Pages", "Páginas";
    THIS_SERVER: "This server", "Este servidor";
    NOT_REACHABLE: "not reachable", "fora de alcance";
    REACHABLE: "reachable", "ao alcance";
    CHECKING: "checking…", "verificando…";
    NEVER_ANSWERED: "It never answered. Press to check again.", "Nunca respondeu. Pressione para verificar de novo.";
    LAST_ANSWERED: "It last answered at {}. Press to check again.", "Respondeu pela última vez às {}. Pressione para verificar de novo.";
    ANSWERED: "It answered at {}. Press to check again.", "Respondeu às {}. Pressione para verificar de novo.";
    ASKING: "Asking the server whether it is there.", "Perguntando ao servidor se ele está lá.";
    THEME: "Theme", "Tema";
    THEME_SYSTEM: "System", "Sistema";
    THEME_LIGHT: "Light", "Claro";
    THEME_DARK: "Dark", "Escuro";
    LANGUAGE: "Language", "Idioma";
    DENSITY: "Table rows", "Linhas das tabelas";
    ROOMY: "Roomy", "Espaçosas";
    DENSE: "Dense", "Compactas";
    RUN: "Progress of the run", "Progresso da operação";
    READING: "API secrets are being read: {} of {}.", "Segredos de API estão sendo lidos: {} de {}.";
    LEAVE: "Leave this page?", "Sair desta página?";
    LEAVE_WHY: "What runs here goes on while you look at other pages; its progress stands at the top of each, with the way back. Closing the window would end it.", "O que roda aqui continua enquanto você vê outras páginas; o progresso fica no topo de cada uma, com o caminho de volta. Fechar a janela o encerraria.";
    LEAVE_NOT: "Stay here", "Ficar aqui";
    LEAVE_ALL_THE_SAME: "Leave, and let it go on", "Sair e deixar continuar";
    PART_LOADING: "Loading this page…", "Carregando esta página…";
    PART_FAILED: "This page could not be loaded", "Não foi possível carregar esta página";
    PART_FAILED_WHY: "The connection may have been lost, or a new version was installed. Nothing that you typed elsewhere is lost.", "A conexão pode ter caído, ou uma nova versão foi instalada. Nada do que você digitou em outras páginas se perdeu.";
    HELP: "Keyboard and display", "Teclado e exibição";
    KEY_HELP: "Show this", "Mostrar isto";
    KEY_SEARCH: "To the search box, where the page has one", "Ir para a busca, onde a página tem uma";
    KEY_TAB: "To the next control, and back", "Ir para o próximo controle, e voltar";
    KEY_ROWS: "From row to row in a table", "De linha em linha em uma tabela";
    KEY_ESCAPE: "Close a dialog; never the one that shows a key once", "Fechar um diálogo; nunca o que mostra uma chave uma única vez";
    SHORTCUTS: "Single keys are shortcuts", "Teclas avulsas são atalhos";
}
