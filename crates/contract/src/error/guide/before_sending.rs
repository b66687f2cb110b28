//! What is found before anything is sent.

use super::{
    API_KEY_CALLS, Do, E, Endpoints, Entry, Guide, ITEM_CALLS, Retry, SECRET_CALLS, SETTINGS_CALLS,
    VAULT_CALLS,
};
use crate::text::Text;

pub(super) static SECRET_EMPTY: Guide = Guide {
    meaning: Text::new("A secret field is empty.", "Um campo de segredo está vazio."),
    entries: &[
        Entry {
            at: Endpoints::of(&[E::Register, E::RegenerateKey]),
            seen_as: "",
            cause: Text::new("The secret is empty.", "O segredo está vazio."),
            remedy: Text::new("Type or paste the secret.", "Digite ou cole o segredo."),
            action: Some(Do::EditSecret),
            retry: Retry::Pointless,
        },
        Entry {
            at: Endpoints::of(&[E::UpdateSecret]),
            seen_as: "",
            cause: Text::new(
                "The present or the new secret is empty.",
                "O segredo atual ou o novo está vazio.",
            ),
            remedy: Text::new("Type or paste both secrets.", "Digite ou cole os dois segredos."),
            action: Some(Do::EditSecret),
            retry: Retry::Pointless,
        },
    ],
};

pub(super) static SECRET_TOO_LONG: Guide = Guide {
    meaning: Text::new("A secret is longer than 4,096 bytes.", "Um segredo tem mais de 4.096 bytes."),
    entries: &[Entry {
        at: SECRET_CALLS,
        seen_as: "",
        cause: Text::new("The secret is longer than 4,096 bytes.", "O segredo tem mais de 4.096 bytes."),
        remedy: Text::new(
            "Use a shorter secret; check that nothing else was pasted along.",
            "Use um segredo mais curto e verifique se nada mais foi colado junto.",
        ),
        action: Some(Do::EditSecret),
        retry: Retry::Pointless,
    }],
};

pub(super) static SECRET_CONTROL_CHARACTER: Guide = Guide {
    meaning: Text::new(
        "A secret contains a line break, a tab or another control character.",
        "Um segredo contém uma quebra de linha, uma tabulação ou outro caractere de controle.",
    ),
    entries: &[Entry {
        at: SECRET_CALLS,
        seen_as: "",
        cause: Text::new(
            "The secret contains a line break, a tab or another control character.",
            "O segredo contém uma quebra de linha, uma tabulação ou outro caractere de controle.",
        ),
        remedy: Text::new(
            "Paste it again on one line, without anything before or after it.",
            "Cole-o novamente em uma única linha, sem nada antes ou depois.",
        ),
        action: Some(Do::EditSecret),
        retry: Retry::Pointless,
    }],
};

pub(super) static SECRET_PLACEHOLDER: Guide = Guide {
    meaning: Text::new(
        "The secret is a sample text of the vendors' documentation.",
        "O segredo é um texto de exemplo da documentação dos fornecedores.",
    ),
    entries: &[
        Entry {
            at: Endpoints::of(&[E::Register]),
            seen_as: "",
            cause: Text::new(
                "This is the sample text of the vendor's documentation, known to everybody.",
                "Este é o texto de exemplo da documentação do fornecedor, conhecido por todos.",
            ),
            remedy: Text::new("Choose a secret of your own.", "Escolha um segredo próprio."),
            action: Some(Do::EditSecret),
            retry: Retry::Pointless,
        },
        Entry {
            at: Endpoints::of(&[E::UpdateSecret]),
            seen_as: "",
            cause: Text::new(
                "The new secret is the sample text of the vendor's documentation, known to everybody.",
                "O novo segredo é o texto de exemplo da documentação do fornecedor, conhecido por \
                 todos.",
            ),
            remedy: Text::new("Choose a new secret of your own.", "Escolha um novo segredo próprio."),
            action: Some(Do::EditSecret),
            retry: Retry::Pointless,
        },
    ],
};

pub(super) static SECRET_UNCHANGED: Guide = Guide {
    meaning: Text::new("The new secret is the present one.", "O novo segredo é o atual."),
    entries: &[Entry {
        at: Endpoints::of(&[E::UpdateSecret]),
        seen_as: "",
        cause: Text::new(
            "The new secret is the same as the present one.",
            "O novo segredo é igual ao atual.",
        ),
        remedy: Text::new("Choose a new secret that differs.", "Escolha um novo segredo diferente do atual."),
        action: Some(Do::EditSecret),
        retry: Retry::Pointless,
    }],
};

pub(super) static API_KEY_MISSING: Guide = Guide {
    meaning: Text::new("There is no API key.", "Falta a chave de API."),
    entries: &[Entry {
        at: API_KEY_CALLS,
        seen_as: "",
        cause: Text::new("No API key was given.", "Nenhuma chave de API foi informada."),
        remedy: Text::new("Enter the API key of your account.", "Informe a chave de API da sua conta."),
        action: Some(Do::EditApiKey),
        retry: Retry::Pointless,
    }],
};

pub(super) static API_KEY_MALFORMED: Guide = Guide {
    meaning: Text::new(
        "What was given can be no API key.",
        "O que foi informado não pode ser uma chave de API.",
    ),
    entries: &[Entry {
        at: API_KEY_CALLS,
        seen_as: "",
        cause: Text::new(
            "The API key contains white space or control characters, or is the sample text of the \
                 documentation.",
            "A chave de API contém espaços ou caracteres de controle, ou é o texto de exemplo da \
                 documentação.",
        ),
        remedy: Text::new(
            "Paste the API key again, without anything around it.",
            "Cole novamente a chave de API, sem nada ao redor.",
        ),
        action: Some(Do::EditApiKey),
        retry: Retry::Pointless,
    }],
};

pub(super) static FIELD_MISSING: Guide = Guide {
    meaning: Text::new("A required field is empty.", "Um campo obrigatório está vazio."),
    entries: &[
        Entry {
            at: Endpoints::of(&[E::CreateApiSecret, E::UpdateApiSecret]),
            seen_as: "",
            cause: Text::new("A required field is empty.", "Um campo obrigatório está vazio."),
            remedy: Text::new(
                "Fill in every field that is marked as required.",
                "Preencha todos os campos marcados como obrigatórios.",
            ),
            action: None,
            retry: Retry::Pointless,
        },
        Entry {
            at: SETTINGS_CALLS,
            seen_as: "",
            cause: Text::new("No admin key was given.", "Nenhuma chave de administrador foi informada."),
            remedy: Text::new("Enter the admin key.", "Informe a chave de administrador."),
            action: None,
            retry: Retry::Pointless,
        },
    ],
};

pub(super) static IDENTIFIER_NOT_NUMERIC: Guide = Guide {
    meaning: Text::new(
        "The identifier of an API secret is no number.",
        "O identificador de um segredo de API não é um número.",
    ),
    entries: &[Entry {
        at: ITEM_CALLS,
        seen_as: "1010",
        cause: Text::new("The identifier is not a number.", "O identificador não é um número."),
        remedy: Text::new(
            "Use the number in the ID column, not the identifier code.",
            "Use o número da coluna ID, não o código identificador.",
        ),
        action: None,
        retry: Retry::Pointless,
    }],
};

pub(super) static NOT_SIGNED_IN: Guide = Guide {
    meaning: Text::new("There is no sign-in to the vault.", "Não há sessão aberta no cofre."),
    entries: &[Entry {
        at: VAULT_CALLS,
        seen_as: "",
        cause: Text::new(
            "Nobody is signed in to the vault in this page.",
            "Não há sessão do cofre aberta nesta página.",
        ),
        remedy: Text::new(
            "Sign in with client id and client secret.",
            "Entre no cofre com o Client ID e o Client secret.",
        ),
        action: Some(Do::SignIn),
        retry: Retry::Pointless,
    }],
};

pub(super) static STOPPED: Guide = Guide {
    meaning: Text::new("The run was stopped.", "A execução foi interrompida."),
    entries: &[Entry {
        at: Endpoints::of(&[E::Deactivate, E::Activate]),
        seen_as: "",
        cause: Text::new(
            "The run was stopped before this call was sent.",
            "A execução foi interrompida antes que esta chamada fosse enviada.",
        ),
        remedy: Text::new("Resume the run to send it.", "Retome a execução para enviá-la."),
        action: Some(Do::TryAgain),
        retry: Retry::Safe,
    }],
};
