//! Refusals that every server can give, with its own reasons.

use super::{
    API_KEY_CALLS, CAPABILITIES, CHANGES, Do, E, Endpoints, Entry, Guide, Retry, SETTINGS_CALLS,
    TOKEN_AND_VAULT_CALLS, VAULT_CALLS,
};
use crate::text::Text;

pub(super) static RATE_LIMITED: Guide = Guide {
    meaning: Text::new("Too many calls in a short time.", "Chamadas demais em pouco tempo."),
    entries: &[
        Entry {
            at: API_KEY_CALLS,
            seen_as: "429 · 403 Over Qps",
            cause: Text::new(
                "Too many calls with this API key in a short time (the vendor allows 5 per second); \
                 this one was not carried out.",
                "Chamadas demais com esta chave de API em pouco tempo (o fornecedor permite 5 por \
                 segundo); esta não foi executada.",
            ),
            remedy: Text::new(
                "Wait a moment, or as long as the server says, and try again.",
                "Aguarde um momento, ou o tempo que o servidor indicar, e tente novamente.",
            ),
            action: Some(Do::TryAgain),
            retry: Retry::Safe,
        },
        Entry {
            at: TOKEN_AND_VAULT_CALLS.and(CAPABILITIES),
            seen_as: "429",
            cause: Text::new(
                "Too many calls in a short time; this one was not carried out.",
                "Chamadas demais em pouco tempo; esta não foi executada.",
            ),
            remedy: Text::new(
                "Wait a moment, or as long as the server says, and try again.",
                "Aguarde um momento, ou o tempo que o servidor indicar, e tente novamente.",
            ),
            action: Some(Do::TryAgain),
            retry: Retry::Safe,
        },
    ],
};

pub(super) static ADDRESS_WRONG: Guide = Guide {
    meaning: Text::new(
        "Nothing takes this call at this address.",
        "Nada atende a esta chamada neste endereço.",
    ),
    entries: &[
        Entry {
            at: API_KEY_CALLS,
            seen_as: "404 · 405 · 410 · 596 · 403 Requires SSL",
            cause: Text::new(
                "Nothing takes this call at this address: the base address is wrong or lacks https, or the \
                 vendor has withdrawn the service, as announced for 31 January 2027.",
                "Nada atende a esta chamada neste endereço: o endereço base está errado ou sem https, ou o \
                 fornecedor descontinuou o serviço, como anunciado para 31 de janeiro de 2027.",
            ),
            remedy: Text::new(
                "Check the base address of the connection; nothing was changed.",
                "Verifique o endereço base da conexão; nada foi alterado.",
            ),
            action: None,
            retry: Retry::Pointless,
        },
        Entry {
            at: TOKEN_AND_VAULT_CALLS.and(CAPABILITIES),
            seen_as: "405 · 410 · 596",
            cause: Text::new(
                "Nothing takes this call at this address: the base address or the path prefix is \
                 wrong.",
                "Nada atende a esta chamada neste endereço: o endereço base ou o prefixo do caminho \
                 está errado.",
            ),
            remedy: Text::new(
                "Check the connection: base address and path prefix; nothing was changed.",
                "Verifique a conexão: endereço base e prefixo do caminho; nada foi alterado.",
            ),
            action: None,
            retry: Retry::Pointless,
        },
    ],
};

pub(super) static NOT_AUDITED: Guide = Guide {
    meaning: Text::new(
        "The server cannot write its audit log, so it changed nothing.",
        "O servidor não consegue escrever o registro de auditoria, por isso não alterou nada.",
    ),
    entries: &[Entry {
        at: CHANGES,
        seen_as: "503 with latchboard_code not_audited",
        cause: Text::new(
            "Every change is entered into the audit log before it is made, and the log cannot be written: the \
             disk is full, the database is busy, or somebody tampered with the log.",
            "Toda alteração é anotada no registro de auditoria antes de ser feita, e o registro não pode ser \
             escrito: o disco está cheio, o banco de dados está ocupado ou alguém adulterou o registro.",
        ),
        remedy: Text::new(
            "Nothing was changed. Tell whoever runs the server, and try again when the log can be written.",
            "Nada foi alterado. Avise quem opera o servidor e tente novamente quando o registro puder ser \
             escrito.",
        ),
        action: Some(Do::TryAgain),
        retry: Retry::Safe,
    }],
};

pub(super) static IDEMPOTENCY_KEY_REUSED: Guide = Guide {
    meaning: Text::new(
        "The idempotency key of this call belongs to another call.",
        "A chave de idempotência desta chamada pertence a outra chamada.",
    ),
    entries: &[Entry {
        at: CHANGES,
        seen_as: "422 with latchboard_code idempotency_key_reused",
        cause: Text::new(
            "Within the last day the same key came with another call or another body, so the server did not \
             take this for a repeat of it, and did not carry it out.",
            "No último dia, a mesma chave veio com outra chamada ou outro corpo; por isso o servidor não tratou \
             esta como repetição e não a executou.",
        ),
        remedy: Text::new(
            "Send the call under a new key: one key for each call, the same one only for its repeats.",
            "Envie a chamada com uma nova chave: uma chave por chamada, a mesma apenas nas repetições.",
        ),
        action: Some(Do::TryAgain),
        retry: Retry::Pointless,
    }],
};

pub(super) static REFUSED: Guide = Guide {
    meaning: Text::new(
        "The server refused for a reason that has no code here.",
        "O servidor recusou por um motivo que não tem código aqui.",
    ),
    entries: &[
        Entry {
            at: Endpoints::of(&[E::Register]),
            seen_as: "other 4xx",
            cause: Text::new(
                "The server refused for a reason that only its own words tell.",
                "O servidor recusou por um motivo que só a mensagem dele informa.",
            ),
            remedy: Text::new(
                "Read what the server said and act on it; nothing was registered.",
                "Leia a mensagem do servidor e siga o que ela indica; nada foi registrado.",
            ),
            action: None,
            retry: Retry::Pointless,
        },
        Entry {
            at: Endpoints::of(&[E::UpdateSecret]),
            seen_as: "403 · other 4xx",
            cause: Text::new(
                "The server forbids the call. No documented reason fits here; most likely the API key \
                 is not allowed to make it.",
                "O servidor proíbe a chamada. Nenhum motivo documentado se aplica aqui; o mais \
                 provável é que a chave de API não tenha permissão para fazê-la.",
            ),
            remedy: Text::new(
                "Read what the server said, and check that the API key belongs to this account and is \
                 enabled for the service. The present secret stays in force.",
                "Leia a mensagem do servidor e verifique se a chave de API é desta conta e está \
                 habilitada para o serviço. O segredo atual continua valendo.",
            ),
            action: Some(Do::EditApiKey),
            retry: Retry::Pointless,
        },
        Entry {
            at: Endpoints::of(&[E::RegenerateKey]),
            seen_as: "403 · other 4xx",
            cause: Text::new(
                "The server forbids the call. No documented reason fits here; most likely the API key \
                 is not allowed to make it.",
                "O servidor proíbe a chamada. Nenhum motivo documentado se aplica aqui; o mais \
                 provável é que a chave de API não tenha permissão para fazê-la.",
            ),
            remedy: Text::new(
                "Read what the server said, and check that the API key belongs to this account and is \
                 enabled for the service. The present admin key stays valid.",
                "Leia a mensagem do servidor e verifique se a chave de API é desta conta e está \
                 habilitada para o serviço. A chave de administrador atual continua válida.",
            ),
            action: Some(Do::EditApiKey),
            retry: Retry::Pointless,
        },
        Entry {
            at: SETTINGS_CALLS,
            seen_as: "403 · other 4xx",
            cause: Text::new(
                "The server forbids the call. No documented reason fits here; most likely the API key \
                 or the admin key is not allowed to make it.",
                "O servidor proíbe a chamada. Nenhum motivo documentado se aplica aqui; o mais \
                 provável é que a chave de API ou a chave de administrador não tenha permissão para \
                 fazê-la.",
            ),
            remedy: Text::new(
                "Read what the server said, and check that the API key belongs to this account and is \
                 enabled for the service. Nothing was changed.",
                "Leia a mensagem do servidor e verifique se a chave de API é desta conta e está \
                 habilitada para o serviço. Nada foi alterado.",
            ),
            action: Some(Do::EditApiKey),
            retry: Retry::Pointless,
        },
        Entry {
            at: Endpoints::of(&[E::Token]),
            seen_as: "400 unsupported_grant_type · other 4xx",
            cause: Text::new(
                "The server does not take this kind of sign-in, or refused it for a reason that only \
                 its own words tell.",
                "O servidor não aceita este tipo de autenticação, ou a recusou por um motivo que só a \
                 mensagem dele informa.",
            ),
            remedy: Text::new(
                "Read what the server said, and check that the address is that of the vault; nobody \
                 was signed in.",
                "Leia a mensagem do servidor e verifique se o endereço é o do cofre; nenhuma sessão \
                 foi iniciada.",
            ),
            action: Some(Do::SignIn),
            retry: Retry::Pointless,
        },
        Entry {
            at: CAPABILITIES,
            seen_as: "other 4xx",
            cause: Text::new(
                "The server refused for a reason that only its own words tell.",
                "O servidor recusou por um motivo que só a mensagem dele informa.",
            ),
            remedy: Text::new(
                "Read what the server said and act on it; nothing was changed.",
                "Leia a mensagem do servidor e siga o que ela indica; nada foi alterado.",
            ),
            action: None,
            retry: Retry::Pointless,
        },
        Entry {
            at: VAULT_CALLS,
            seen_as: "other 4xx",
            cause: Text::new(
                "The vault refused for a reason that only its own words tell.",
                "O cofre recusou por um motivo que só a mensagem dele informa.",
            ),
            remedy: Text::new(
                "Read what the server said and act on it; nothing was changed.",
                "Leia a mensagem do servidor e siga o que ela indica; nada foi alterado.",
            ),
            action: None,
            retry: Retry::Pointless,
        },
    ],
};
