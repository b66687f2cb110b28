//! No trustworthy answer: what settles the question depends on the endpoint alone.
//!
//! The remedies of calls that change something follow what their documentation promises for a
//! second call; where it promises nothing, they say so.

use super::{ALL_CALLS, Do, E, Endpoints, Entry, Guide, Retry, SECRET_CALLS};
use crate::text::Text;

/// What settles an open outcome at some endpoints.
struct Way {
    at: Endpoints,
    remedy: Text,
    action: Do,
    retry: Retry,
}

/// One for every endpoint; the last is the only one that no server can answer badly.
static WAYS: [Way; 10] = [
    Way {
        at: Endpoints::of(&[E::Register]),
        remedy: Text::new(
            "Register again with the same secret; success settles it. “Already registered” then means \
             that a registration exists: regenerate with this secret. If that works, the registration \
             was yours; if the secret is rejected, another one is registered.",
            "Registre novamente com o mesmo segredo; se der certo, está resolvido. “Já registrado” \
             significa que existe um registro: gere a chave novamente com este segredo. Se funcionar, \
             o registro era seu; se o segredo for recusado, outro está registrado.",
        ),
        action: Do::TryAgain,
        retry: Retry::Ask,
    },
    Way {
        at: Endpoints::of(&[E::UpdateSecret]),
        remedy: Text::new(
            "Send the same change again; success settles it. If the present secret is then rejected, \
             it is dead and the change was probably made: regenerating with the new secret proves it, \
             and kills the present admin key.",
            "Envie a mesma alteração novamente; se der certo, está resolvido. Se o segredo atual for \
             então recusado, ele não vale mais e a alteração provavelmente foi feita: gerar a chave \
             novamente com o novo segredo comprova isso e invalida a chave de administrador atual.",
        ),
        action: Do::TryAgain,
        retry: Retry::Ask,
    },
    Way {
        at: Endpoints::of(&[E::RegenerateKey]),
        remedy: Text::new(
            "What happened cannot be asked: the old admin key may be dead already. Regenerate once \
             more for a fresh one.",
            "Não há como perguntar o que aconteceu: a chave de administrador antiga pode já não valer. \
             Gere a chave mais uma vez para obter uma nova.",
        ),
        action: Do::TryAgain,
        retry: Retry::Ask,
    },
    Way {
        at: Endpoints::of(&[E::ChangeSettings]),
        remedy: Text::new(
            "Send the same change again: with the same values it changes nothing twice.",
            "Envie a mesma alteração novamente: com os mesmos valores, nada muda duas vezes.",
        ),
        action: Do::TryAgain,
        retry: Retry::Safe,
    },
    Way {
        at: Endpoints::of(&[E::CreateApiSecret]),
        remedy: Text::new(
            "Refresh the list and look for the name before you store it again. If it had an identifier \
             code, storing it again is safe: the vault refuses a second one.",
            "Atualize a lista e procure pelo nome antes de armazenar novamente. Se havia um código \
             identificador, armazenar de novo é seguro: o cofre recusa um segundo igual.",
        ),
        action: Do::RefreshList,
        retry: Retry::Ask,
    },
    Way {
        at: Endpoints::of(&[E::UpdateApiSecret]),
        remedy: Text::new(
            "Send the same change again: with the same values it changes nothing twice, unless \
             somebody else has edited the API secret meanwhile.",
            "Envie a mesma alteração novamente: com os mesmos valores, nada muda duas vezes, a menos \
             que outra pessoa tenha editado o segredo de API nesse meio-tempo.",
        ),
        action: Do::TryAgain,
        retry: Retry::Safe,
    },
    Way {
        at: Endpoints::of(&[E::Deactivate, E::Activate]),
        remedy: Text::new(
            "Send the same call again: it changes nothing twice, and its answer tells the state. “Not \
             found” then means that the API secret is gone, “no access” that the right to switch it \
             is.",
            "Envie a mesma chamada novamente: ela não altera nada duas vezes, e a resposta informa o \
             estado. “Não encontrado” significa que o segredo de API não existe mais; “sem acesso”, \
             que a permissão para alterá-lo foi retirada.",
        ),
        action: Do::TryAgain,
        retry: Retry::Safe,
    },
    Way {
        at: Endpoints::of(&[E::ReadApiSecret]),
        remedy: Text::new(
            "Check that the server runs, then try again; nothing was changed, but each reading may \
             count as a use of the API secret.",
            "Verifique se o servidor está em execução e tente novamente; nada foi alterado, mas cada \
             leitura pode contar como um uso do segredo de API.",
        ),
        action: Do::TryAgain,
        retry: Retry::Safe,
    },
    Way {
        at: Endpoints::of(&[
            E::ReadSettings,
            E::Token,
            E::ListApiSecrets,
            E::Find,
            E::ReadIndex,
            E::ReadCapabilities,
            E::ReadAudit,
        ]),
        remedy: Text::new(
            "Check that the server runs, then try again; nothing was changed.",
            "Verifique se o servidor está em execução e tente novamente; nada foi alterado.",
        ),
        action: Do::TryAgain,
        retry: Retry::Safe,
    },
    Way {
        at: Endpoints::of(&[E::Health]),
        remedy: Text::new(
            "Check that the server runs and that the connection's address is right, then try again.",
            "Verifique se o servidor está em execução e se o endereço da conexão está certo e tente \
             novamente.",
        ),
        action: Do::TryAgain,
        retry: Retry::Safe,
    },
];

/// The entries of a code that a server's answer led to. Whatever answers to the health check is
/// taken as it is, so these codes can't come from there.
const fn answered(seen_as: &'static str, cause: Text) -> [Entry; WAYS.len() - 1] {
    let mut entries = [entry(&WAYS[0], seen_as, cause); WAYS.len() - 1];
    let mut index = 1;
    while index < entries.len() {
        entries[index] = entry(&WAYS[index], seen_as, cause);
        index += 1;
    }
    entries
}

/// The entries of a code that silence led to.
const fn silent(cause: Text) -> [Entry; WAYS.len()] {
    let mut entries = [entry(&WAYS[0], "", cause); WAYS.len()];
    let mut index = 1;
    while index < entries.len() {
        entries[index] = entry(&WAYS[index], "", cause);
        index += 1;
    }
    entries
}

const fn entry(way: &Way, seen_as: &'static str, cause: Text) -> Entry {
    Entry { at: way.at, seen_as, cause, remedy: way.remedy, action: Some(way.action), retry: way.retry }
}

pub(super) static ANSWER_EXPIRED: Guide = Guide {
    meaning: Text::new(
        "The server carried this call out before, and does not keep its answer any more.",
        "O servidor já executou esta chamada e não guarda mais a resposta.",
    ),
    entries: &[
        Entry {
            at: SECRET_CALLS,
            seen_as: EXPIRED,
            cause: Text::new(
                "The call was repeated under its idempotency key, more than ten minutes after it was carried out. \
                 No longer than that the server keeps an answer that may hold an admin key.",
                "A chamada foi repetida com a mesma chave de idempotência mais de dez minutos depois de executada. \
                 Por mais tempo o servidor não guarda uma resposta que pode conter uma chave de administrador.",
            ),
            remedy: Text::new(
                "It took effect. If you do not have the admin key, make a new one with the customer secret that \
                 is in force now; the present one dies at that moment.",
                "Ela teve efeito. Se você não tem a chave de administrador, gere uma nova com o segredo do cliente \
                 que vale agora; a atual deixa de valer nesse momento.",
            ),
            action: Some(Do::RegenerateInstead),
            retry: Retry::Ask,
        },
        Entry {
            at: Endpoints::of(&[E::CreateApiSecret]),
            seen_as: EXPIRED,
            cause: EXPIRED_CAUSE,
            remedy: EXPIRED_REMEDY,
            action: Some(Do::RefreshList),
            retry: Retry::Ask,
        },
        Entry {
            at: Endpoints::of(&[E::ChangeSettings, E::UpdateApiSecret, E::Deactivate, E::Activate]),
            seen_as: EXPIRED,
            cause: EXPIRED_CAUSE,
            remedy: EXPIRED_REMEDY,
            action: Some(Do::RefreshList),
            retry: Retry::Safe,
        },
    ],
};

const EXPIRED: &str = "410 with latchboard_code answer_expired";
const EXPIRED_CAUSE: Text = Text::new(
    "The call was repeated under its idempotency key when the server had deleted the answer, or could not read it \
     any more.",
    "A chamada foi repetida com a mesma chave de idempotência quando o servidor já havia apagado a resposta, ou não \
     conseguia mais lê-la.",
);
const EXPIRED_REMEDY: Text = Text::new(
    "It took effect: refresh the list to see how things stand.",
    "Ela teve efeito: atualize a lista para ver como está.",
);

pub(super) static UNREACHABLE: Guide = Guide {
    meaning: Text::new("No connection came about.", "Não houve conexão."),
    entries: &[Entry {
        at: ALL_CALLS,
        seen_as: "",
        cause: Text::new(
            "No connection to the server came about, so nothing was sent.",
            "Não houve conexão com o servidor, portanto nada foi enviado.",
        ),
        remedy: Text::new(
            "Check that this device is online, that the server runs and that the address is right, then try again.",
            "Verifique se este dispositivo está conectado à rede, se o servidor está em execução e se o endereço \
                 está certo e tente novamente.",
        ),
        action: Some(Do::TryAgain),
        retry: Retry::Safe,
    }],
};

pub(super) static SERVICE_PROBLEM: Guide = Guide {
    meaning: Text::new(
        "The server failed while it worked on the call.",
        "O servidor falhou enquanto executava a chamada.",
    ),
    entries: &answered(
        "500 · 503 · other 5xx",
        Text::new(
            "The server failed while it worked on the call; it does not say how far it came.",
            "O servidor falhou enquanto executava a chamada; ele não diz até onde chegou.",
        ),
    ),
};

pub(super) static UPSTREAM_FAILED: Guide = Guide {
    meaning: Text::new(
        "A gateway got no valid answer from the server behind it.",
        "Um gateway não recebeu resposta válida do servidor atrás dele.",
    ),
    entries: &answered(
        "502",
        Text::new(
            "A gateway got no valid answer from the server behind it; the server may have got the \
             call.",
            "Um gateway não recebeu resposta válida do servidor atrás dele; o servidor pode ter \
             recebido a chamada.",
        ),
    ),
};

pub(super) static UPSTREAM_TIMED_OUT: Guide = Guide {
    meaning: Text::new(
        "The server behind a gateway did not answer in time.",
        "O servidor atrás de um gateway não respondeu a tempo.",
    ),
    entries: &answered(
        "408 · 504",
        Text::new(
            "The server behind the gateway did not answer in time; it may still be working on the \
             call.",
            "O servidor atrás do gateway não respondeu a tempo; ele pode ainda estar executando a \
             chamada.",
        ),
    ),
};

pub(super) static ANSWER_UNREADABLE: Guide = Guide {
    meaning: Text::new(
        "The answer is none that the call can have.",
        "A resposta não é nenhuma que a chamada possa ter.",
    ),
    entries: &answered(
        "2xx or 3xx without what belongs into it",
        Text::new(
            "The answer is none that this call can have: something in between may have answered, or \
             what belongs into it is missing.",
            "A resposta não é nenhuma que esta chamada possa ter: algo no caminho pode ter respondido, \
             ou falta nela o que deveria conter.",
        ),
    ),
};

pub(super) static CONNECTION_FAILED: Guide = Guide {
    meaning: Text::new("No answer could be read.", "Nenhuma resposta pôde ser lida."),
    entries: &silent(Text::new(
        "No answer could be read: the connection was lost, the server is down, or the browser withheld \
         the answer because the server or its gateway does not admit this page (CORS).",
        "Nenhuma resposta pôde ser lida: a conexão se perdeu, o servidor está fora do ar, ou o \
         navegador reteve a resposta porque o servidor ou seu gateway não aceita esta página (CORS).",
    )),
};

pub(super) static TIMED_OUT: Guide = Guide {
    meaning: Text::new("No answer came in time.", "Nenhuma resposta chegou a tempo."),
    entries: &silent(Text::new(
        "No answer came within the time limit; the server may still be working on the call.",
        "Nenhuma resposta chegou dentro do limite de tempo; o servidor pode ainda estar executando a \
         chamada.",
    )),
};
