//! Refusals of the vault, by its four-digit codes, and of the gateway in front of it.

use super::{CAPABILITIES, Do, E, Endpoints, Entry, Guide, Retry, VAULT_CALLS};
use crate::text::Text;

pub(super) static PARAMETER_MISSING: Guide = Guide {
    meaning: Text::new(
        "A parameter that the vault requires is missing.",
        "Falta um parâmetro exigido pelo cofre.",
    ),
    entries: &[
        Entry {
            at: Endpoints::of(&[E::CreateApiSecret]),
            seen_as: "1001",
            cause: Text::new(
                "A parameter that the vault requires is missing.",
                "Falta um parâmetro exigido pelo cofre.",
            ),
            remedy: Text::new(
                "Fill in name, URL and client id; nothing was stored.",
                "Preencha nome, URL e Client ID; nada foi armazenado.",
            ),
            action: None,
            retry: Retry::Pointless,
        },
        Entry {
            at: Endpoints::of(&[E::UpdateApiSecret]),
            seen_as: "1001",
            cause: Text::new(
                "A parameter that the vault requires is missing.",
                "Falta um parâmetro exigido pelo cofre.",
            ),
            remedy: Text::new(
                "Fill in name, URL and client id; the API secret is unchanged.",
                "Preencha nome, URL e Client ID; o segredo de API não foi alterado.",
            ),
            action: None,
            retry: Retry::Pointless,
        },
        Entry {
            at: Endpoints::of(&[E::Find]),
            seen_as: "1001",
            cause: Text::new("No fingerprint was sent.", "Nenhuma impressão digital foi enviada."),
            remedy: Text::new(
                "Paste the leaked text, or the whole fingerprint; nothing was looked for.",
                "Cole o texto vazado ou a impressão digital inteira; nada foi procurado.",
            ),
            action: None,
            retry: Retry::Pointless,
        },
    ],
};

pub(super) static PARAMETER_INVALID: Guide = Guide {
    meaning: Text::new(
        "The server could not take a parameter as it was sent.",
        "O servidor não pôde aceitar um parâmetro como foi enviado.",
    ),
    entries: &[
        Entry {
            at: Endpoints::of(&[E::CreateApiSecret, E::UpdateApiSecret]),
            seen_as: "1001 · parameter_invalid",
            cause: Text::new(
                "A parameter was sent twice, is no text, or holds half a character; or the body is neither a \
                 JSON object nor a form. The server's sentence names it.",
                "Um parâmetro foi enviado duas vezes, não é texto ou contém metade de um caractere; ou o corpo \
                 não é um objeto JSON nem um formulário. A frase do servidor diz qual.",
            ),
            remedy: Text::new(
                "Correct what the sentence names and send it again; nothing was changed.",
                "Corrija o que a frase indica e envie novamente; nada foi alterado.",
            ),
            action: None,
            retry: Retry::Pointless,
        },
        Entry {
            at: Endpoints::of(&[E::ReadAudit]),
            seen_as: "1001 · parameter_invalid",
            cause: Text::new(
                "A filter says what the audit log never says, such as an action that there is not.",
                "Um filtro diz algo que o registro de auditoria nunca diz, como uma ação que não existe.",
            ),
            remedy: Text::new(
                "Correct the filter, or leave it out; nothing was looked for.",
                "Corrija o filtro ou retire-o; nada foi procurado.",
            ),
            action: None,
            retry: Retry::Pointless,
        },
        Entry {
            at: Endpoints::of(&[E::Find]),
            seen_as: "1001 · parameter_invalid",
            cause: Text::new(
                "What was sent is no list of fingerprints: 1 to 2,000 SHA-256, 64 hexadecimal digits each.",
                "O que foi enviado não é uma lista de impressões digitais: de 1 a 2.000 SHA-256 de 64 dígitos hexadecimais cada.",
            ),
            remedy: Text::new(
                "Paste the leaked text, or the whole fingerprint; nothing was looked for.",
                "Cole o texto vazado ou a impressão digital inteira; nada foi procurado.",
            ),
            action: None,
            retry: Retry::Pointless,
        },
    ],
};

pub(super) static IDENTIFIER_CODE_TAKEN: Guide = Guide {
    meaning: Text::new(
        "Another API secret of this user has the same identifier code.",
        "Outro segredo de API deste usuário tem o mesmo código identificador.",
    ),
    entries: &[
        Entry {
            at: Endpoints::of(&[E::CreateApiSecret]),
            seen_as: "1001",
            cause: Text::new(
                "Another API secret of this user has the same identifier code.",
                "Outro segredo de API deste usuário tem o mesmo código identificador.",
            ),
            remedy: Text::new(
                "Choose another identifier code. If you sent this twice, the first one was stored: \
                 refresh the list.",
                "Escolha outro código identificador. Se você enviou duas vezes, o primeiro foi \
                 armazenado: atualize a lista.",
            ),
            action: Some(Do::RefreshList),
            retry: Retry::Pointless,
        },
        Entry {
            at: Endpoints::of(&[E::UpdateApiSecret]),
            seen_as: "1001",
            cause: Text::new(
                "Another API secret of this user has the same identifier code.",
                "Outro segredo de API deste usuário tem o mesmo código identificador.",
            ),
            remedy: Text::new(
                "Choose another identifier code, or leave it as it was; the API secret is unchanged.",
                "Escolha outro código identificador ou mantenha o anterior; o segredo de API não foi \
                 alterado.",
            ),
            action: None,
            retry: Retry::Pointless,
        },
    ],
};

pub(super) static NOT_FOUND: Guide = Guide {
    meaning: Text::new(
        "There is no API secret with this identifier.",
        "Não há segredo de API com este identificador.",
    ),
    entries: &[
        Entry {
            at: Endpoints::of(&[E::ReadApiSecret]),
            seen_as: "1005",
            cause: Text::new(
                "There is no API secret with this identifier: it was deleted, or the number is wrong.",
                "Não há segredo de API com este identificador: ele foi excluído, ou o número está \
                 errado.",
            ),
            remedy: Text::new(
                "Refresh the list and look for it by name.",
                "Atualize a lista e procure-o pelo nome.",
            ),
            action: Some(Do::RefreshList),
            retry: Retry::Pointless,
        },
        Entry {
            at: Endpoints::of(&[E::UpdateApiSecret, E::Deactivate, E::Activate]),
            seen_as: "1005",
            cause: Text::new(
                "There is no API secret with this identifier: it was deleted, or the number is wrong.",
                "Não há segredo de API com este identificador: ele foi excluído, ou o número está \
                 errado.",
            ),
            remedy: Text::new(
                "Refresh the list and look for it by name; nothing was changed.",
                "Atualize a lista e procure-o pelo nome; nada foi alterado.",
            ),
            action: Some(Do::RefreshList),
            retry: Retry::Pointless,
        },
    ],
};

pub(super) static NO_ACCESS: Guide = Guide {
    meaning: Text::new(
        "The access key may not do this with the API secret.",
        "A chave de acesso não pode fazer isto com o segredo de API.",
    ),
    entries: &[
        Entry {
            at: Endpoints::of(&[E::ReadApiSecret]),
            seen_as: "1006",
            cause: Text::new(
                "This access key may not view the API secret: it is not shared with its user, or lies \
                 outside the key's scope.",
                "Esta chave de acesso não pode ver o segredo de API: ele não foi compartilhado com o \
                 usuário dela, ou está fora do escopo da chave.",
            ),
            remedy: Text::new(
                "Ask its owner to share it, or sign in with another access key.",
                "Peça ao proprietário que o compartilhe ou entre com outra chave de acesso.",
            ),
            action: Some(Do::SignIn),
            retry: Retry::Pointless,
        },
        Entry {
            at: Endpoints::of(&[E::ReadAudit]),
            seen_as: "1006",
            cause: Text::new(
                "This access key was not made to read the audit log.",
                "Esta chave de acesso não foi criada para ler o registro de auditoria.",
            ),
            remedy: Text::new(
                "Sign in with one that was: whoever runs the server makes them with “--auditor”.",
                "Entre com uma que tenha sido: quem opera o servidor as cria com “--auditor”.",
            ),
            action: Some(Do::SignIn),
            retry: Retry::Pointless,
        },
        Entry {
            at: Endpoints::of(&[E::UpdateApiSecret]),
            seen_as: "1006",
            cause: Text::new(
                "This access key may not edit the API secret.",
                "Esta chave de acesso não pode editar o segredo de API.",
            ),
            remedy: Text::new(
                "Ask its owner to share it with the right to edit, or sign in with another access key; \
                 the API secret is unchanged.",
                "Peça ao proprietário que o compartilhe com permissão de edição ou entre com outra \
                 chave de acesso; o segredo de API não foi alterado.",
            ),
            action: Some(Do::SignIn),
            retry: Retry::Pointless,
        },
        Entry {
            at: Endpoints::of(&[E::Deactivate, E::Activate]),
            seen_as: "1006",
            cause: Text::new(
                "This access key may not switch the API secret: that needs the right to edit it.",
                "Esta chave de acesso não pode ativar nem desativar o segredo de API: isso exige \
                 permissão de edição.",
            ),
            remedy: Text::new(
                "Ask its owner to share it with the right to edit, or sign in with another access key; \
                 its state is unchanged.",
                "Peça ao proprietário que o compartilhe com permissão de edição ou entre com outra \
                 chave de acesso; o estado dele não mudou.",
            ),
            action: Some(Do::SignIn),
            retry: Retry::Pointless,
        },
    ],
};

pub(super) static INACTIVE: Guide = Guide {
    meaning: Text::new("The API secret is inactive.", "O segredo de API está inativo."),
    entries: &[Entry {
        at: Endpoints::of(&[E::ReadApiSecret]),
        seen_as: "1009",
        cause: Text::new(
            "The API secret is inactive, so it can't be read.",
            "O segredo de API está inativo e, por isso, não pode ser lido.",
        ),
        remedy: Text::new(
            "Activate it first, unless it was switched off because it leaked: an active one can be \
                 used again by everybody who has access.",
            "Ative-o primeiro, a menos que tenha sido desativado por vazamento: ativo, ele volta a \
                 poder ser usado por todos que têm acesso.",
        ),
        action: Some(Do::Activate),
        retry: Retry::Pointless,
    }],
};

pub(super) static NOT_AUTHORISED: Guide = Guide {
    meaning: Text::new(
        "The gateway does not let the call through to the vault.",
        "O gateway não deixa a chamada chegar ao cofre.",
    ),
    entries: &[
        Entry {
            at: CAPABILITIES,
            seen_as: "No route matched · 401 · 403 · 404",
            cause: Text::new(
                "The server does not say what it offers: it is a vendor's own, an older one, or the \
                 address is wrong.",
                "O servidor não informa o que oferece: é o de um fornecedor, é antigo, ou o endereço \
                 está errado.",
            ),
            remedy: Text::new(
                "Go on without what only this server has, or check the connection's address.",
                "Continue sem o que só este servidor tem ou verifique o endereço da conexão.",
            ),
            action: None,
            retry: Retry::Pointless,
        },
        Entry {
            at: VAULT_CALLS,
            seen_as: "No route matched · 401 · 403 · 404",
            cause: Text::new(
                "The sign-in is not valid any more, the access key does not admit this machine or \
                 page, or the address is wrong: the gateway says the same to all.",
                "A sessão não é mais válida, a chave de acesso não aceita esta máquina ou página, ou o \
                 endereço está errado: o gateway responde o mesmo em todos os casos.",
            ),
            remedy: Text::new(
                "Sign in again; if it stays so, check the connection's address and the access key's \
                 lists of IP addresses and referers. Nothing was changed.",
                "Entre novamente; se o erro persistir, verifique o endereço da conexão e as listas de \
                 endereços IP e referers da chave de acesso. Nada foi alterado.",
            ),
            action: Some(Do::SignIn),
            retry: Retry::Pointless,
        },
        Entry {
            at: Endpoints::of(&[E::Token]),
            seen_as: "No route matched · 403 · 404",
            cause: Text::new(
                "Nothing takes sign-ins at this address, or the access key does not admit this machine \
                 or page.",
                "Nada atende a pedidos de sessão neste endereço, ou a chave de acesso não aceita esta \
                 máquina ou página.",
            ),
            remedy: Text::new(
                "Check the connection's address and the access key's lists of IP addresses and \
                 referers, then sign in again.",
                "Verifique o endereço da conexão e as listas de endereços IP e referers da chave de \
                 acesso e entre novamente.",
            ),
            action: Some(Do::SignIn),
            retry: Retry::Pointless,
        },
    ],
};

pub(super) static CLIENT_REJECTED: Guide = Guide {
    meaning: Text::new("The sign-in to the vault was refused.", "O acesso ao cofre foi recusado."),
    entries: &[Entry {
        at: Endpoints::of(&[E::Token]),
        seen_as: "401 · invalid_client · Client authentication failed",
        cause: Text::new(
            "Client id, client secret or tenant is wrong, or the access key has expired or was \
                 revoked.",
            "O Client ID, o Client secret ou o tenant está errado, ou a chave de acesso expirou ou \
                 foi revogada.",
        ),
        remedy: Text::new(
            "Check the values against those shown with the access key, and sign in again.",
            "Compare os valores com os exibidos na chave de acesso e entre novamente.",
        ),
        action: Some(Do::SignIn),
        retry: Retry::Pointless,
    }],
};
