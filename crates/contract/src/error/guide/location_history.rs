//! Refusals of location history and geofencing, and of the gateway in front of them.
//!
//! The service documents statuses only, and several causes share one: then every cause is named.

use super::{API_KEY_CALLS, Do, E, Endpoints, Entry, Guide, Retry, SETTINGS_CALLS};
use crate::text::Text;

pub(super) static REQUEST_MALFORMED: Guide = Guide {
    meaning: Text::new(
        "The server could not use the request.",
        "O servidor não conseguiu usar a requisição.",
    ),
    entries: &[
        Entry {
            at: Endpoints::of(&[E::Register, E::RegenerateKey]),
            seen_as: "400",
            cause: Text::new(
                "The server could not use the request: the secret is missing or not valid to it.",
                "O servidor não conseguiu usar a requisição: o segredo falta ou não é válido para ele.",
            ),
            remedy: Text::new(
                "Check the secret and send it again; nothing was changed. If it stays so, the address \
                 may belong to another service, or something in between changes the request.",
                "Verifique o segredo e envie-o novamente; nada foi alterado. Se o erro persistir, o \
                 endereço pode ser de outro serviço, ou algo no caminho altera a requisição.",
            ),
            action: Some(Do::EditSecret),
            retry: Retry::Pointless,
        },
        Entry {
            at: Endpoints::of(&[E::UpdateSecret]),
            seen_as: "400",
            cause: Text::new(
                "The server could not use the request: one of the two secrets is missing or not valid \
                 to it.",
                "O servidor não conseguiu usar a requisição: um dos dois segredos falta ou não é \
                 válido para ele.",
            ),
            remedy: Text::new(
                "Check both secrets and send them again; the present secret stays in force. If it \
                 stays so, the address may belong to another service, or something in between changes \
                 the request.",
                "Verifique os dois segredos e envie-os novamente; o segredo atual continua valendo. Se \
                 o erro persistir, o endereço pode ser de outro serviço, ou algo no caminho altera a \
                 requisição.",
            ),
            action: Some(Do::EditSecret),
            retry: Retry::Pointless,
        },
        Entry {
            at: Endpoints::of(&[E::ReadSettings]),
            seen_as: "400",
            cause: Text::new(
                "The server could not use the request: the API key or the admin key has no form that \
                 it takes.",
                "O servidor não conseguiu usar a requisição: a chave de API ou a chave de \
                 administrador não tem um formato que ele aceite.",
            ),
            remedy: Text::new(
                "Paste both keys again, without anything around them. If it stays so, the address may \
                 belong to another service.",
                "Cole novamente as duas chaves, sem nada ao redor. Se o erro persistir, o endereço \
                 pode ser de outro serviço.",
            ),
            action: Some(Do::EditApiKey),
            retry: Retry::Pointless,
        },
        Entry {
            at: Endpoints::of(&[E::ChangeSettings]),
            seen_as: "400",
            cause: Text::new(
                "The server could not use the request: a value is missing or out of range.",
                "O servidor não conseguiu usar a requisição: um valor falta ou está fora do intervalo \
                 permitido.",
            ),
            remedy: Text::new(
                "Check the values and send them again; the settings are unchanged.",
                "Verifique os valores e envie-os novamente; as configurações não foram alteradas.",
            ),
            action: None,
            retry: Retry::Pointless,
        },
    ],
};

pub(super) static ALREADY_REGISTERED: Guide = Guide {
    meaning: Text::new(
        "A configuration exists already, or the API key may not register: the answer does not tell \
         which.",
        "Já existe uma configuração, ou a chave de API não pode registrar: a resposta não diz qual dos \
         dois.",
    ),
    entries: &[Entry {
        at: Endpoints::of(&[E::Register]),
        seen_as: "403",
        cause: Text::new(
            "A secret is already registered for this account, perhaps with another of its API \
                 keys, or this API key is not allowed to register: the service answers 403 to both.",
            "Já existe um segredo registrado para esta conta, talvez com outra de suas chaves de \
                 API, ou esta chave de API não tem permissão para registrar: o serviço responde 403 \
                 nos dois casos.",
        ),
        remedy: Text::new(
            "If you know the registered secret, make a new admin key with it; the present one dies \
                 at that moment. If nobody ever registered, check the API key.",
            "Se você conhece o segredo registrado, gere com ele uma nova chave de administrador; a \
                 atual deixa de valer nesse momento. Se ninguém nunca registrou, verifique a chave de \
                 API.",
        ),
        action: Some(Do::RegenerateInstead),
        retry: Retry::Pointless,
    }],
};

pub(super) static SECRET_REJECTED: Guide = Guide {
    meaning: Text::new(
        "The given secret is not the registered one, or nothing is registered.",
        "O segredo informado não é o registrado, ou nada está registrado.",
    ),
    entries: &[
        Entry {
            at: Endpoints::of(&[E::UpdateSecret]),
            seen_as: "401",
            cause: Text::new(
                "The present secret is wrong, or nothing is registered with this API key, or an \
                 earlier call has already made the change.",
                "O segredo atual está errado, ou nada está registrado com esta chave de API, ou uma \
                 chamada anterior já fez a alteração.",
            ),
            remedy: Text::new(
                "Check the present secret first. If an earlier call may have made the change, resolve \
                 it: regenerating with the new secret proves it, and kills the present admin key.",
                "Verifique primeiro o segredo atual. Se uma chamada anterior pode ter feito a \
                 alteração, esclareça: gerar a chave novamente com o novo segredo comprova isso e \
                 invalida a chave de administrador atual.",
            ),
            action: Some(Do::EditPresentSecret),
            retry: Retry::Pointless,
        },
        Entry {
            at: Endpoints::of(&[E::RegenerateKey]),
            seen_as: "401",
            cause: Text::new(
                "The secret is wrong, or nothing is registered with this API key.",
                "O segredo está errado, ou nada está registrado com esta chave de API.",
            ),
            remedy: Text::new(
                "Check the secret, the service and the API key; if nobody ever registered, register \
                 first. The present admin key stays valid.",
                "Verifique o segredo, o serviço e a chave de API; se ninguém nunca registrou, registre \
                 primeiro. A chave de administrador atual continua válida.",
            ),
            action: Some(Do::EditSecret),
            retry: Retry::Pointless,
        },
    ],
};

pub(super) static ADMIN_KEY_REJECTED: Guide = Guide {
    meaning: Text::new(
        "The admin key is not the one in force, or nothing is registered.",
        "A chave de administrador não é a vigente, ou nada está registrado.",
    ),
    entries: &[Entry {
        at: SETTINGS_CALLS,
        seen_as: "401",
        cause: Text::new(
            "The admin key is wrong, was replaced or belongs to the other service, or nothing is \
                 registered with this API key.",
            "A chave de administrador está errada, foi substituída ou é do outro serviço, ou nada \
                 está registrado com esta chave de API.",
        ),
        remedy: Text::new(
            "Check the admin key and the service; nothing was changed. If the key is lost or was \
                 replaced, make a new one with the customer secret: whatever key is in force dies at \
                 that moment.",
            "Verifique a chave de administrador e o serviço; nada foi alterado. Se a chave foi \
                 perdida ou substituída, gere uma nova com o segredo do cliente: a chave vigente, \
                 qualquer que seja, deixa de valer nesse momento.",
        ),
        action: Some(Do::RegenerateInstead),
        retry: Retry::Pointless,
    }],
};

pub(super) static API_KEY_REJECTED: Guide = Guide {
    meaning: Text::new(
        "The gateway refused the API key before the service saw the call.",
        "O gateway recusou a chave de API antes que o serviço visse a chamada.",
    ),
    entries: &[
        Entry {
            at: Endpoints::of(&[E::Register]),
            seen_as: "401 · 403 Developer Inactive · 400 Key missing",
            cause: Text::new(
                "The gateway refused the API key: it is missing, wrong, disabled or expired.",
                "O gateway recusou a chave de API: ela falta, está errada, desativada ou expirada.",
            ),
            remedy: Text::new(
                "Check the API key and register again; nothing was registered.",
                "Verifique a chave de API e registre novamente; nada foi registrado.",
            ),
            action: Some(Do::EditApiKey),
            retry: Retry::Pointless,
        },
        Entry {
            at: Endpoints::of(&[E::UpdateSecret, E::RegenerateKey]),
            seen_as: "401 · 403 Developer Inactive · 400 Key missing",
            cause: Text::new(
                "The gateway refused the API key: it is missing, wrong, disabled or expired.",
                "O gateway recusou a chave de API: ela falta, está errada, desativada ou expirada.",
            ),
            remedy: Text::new(
                "Check the API key and send the call again; the secret was not looked at, and nothing \
                 was changed.",
                "Verifique a chave de API e envie a chamada novamente; o segredo não foi avaliado e \
                 nada foi alterado.",
            ),
            action: Some(Do::EditApiKey),
            retry: Retry::Pointless,
        },
        Entry {
            at: SETTINGS_CALLS,
            seen_as: "401 · 403 Developer Inactive · 400 Key missing",
            cause: Text::new(
                "The gateway refused the API key: it is missing, wrong, disabled or expired.",
                "O gateway recusou a chave de API: ela falta, está errada, desativada ou expirada.",
            ),
            remedy: Text::new(
                "Check the API key and send the call again; the admin key was not looked at, and \
                 nothing was changed.",
                "Verifique a chave de API e envie a chamada novamente; a chave de administrador não \
                 foi avaliada e nada foi alterado.",
            ),
            action: Some(Do::EditApiKey),
            retry: Retry::Pointless,
        },
    ],
};

pub(super) static PRODUCT_NOT_ENABLED: Guide = Guide {
    meaning: Text::new(
        "The API key is valid, but not for this product.",
        "A chave de API é válida, mas não para este produto.",
    ),
    entries: &[Entry {
        at: API_KEY_CALLS,
        seen_as: "403 Forbidden · 403 Not Authorized",
        cause: Text::new(
            "The API key is valid, but not allowed to use this product.",
            "A chave de API é válida, mas não tem permissão para usar este produto.",
        ),
        remedy: Text::new(
            "Enable the product for this key in the vendor's portal, or use another key; nothing \
                 was changed.",
            "Habilite o produto para esta chave no portal do fornecedor ou use outra chave; nada \
                 foi alterado.",
        ),
        action: Some(Do::EditApiKey),
        retry: Retry::Pointless,
    }],
};

pub(super) static DOMAIN_NOT_ALLOWED: Guide = Guide {
    meaning: Text::new(
        "The API key does not work from this page's domain.",
        "A chave de API não funciona a partir do domínio desta página.",
    ),
    entries: &[Entry {
        at: API_KEY_CALLS,
        seen_as: "403 InvalidReferer · 403 Unknown referer",
        cause: Text::new(
            "The API key only works from certain domains, and this page's is not among them.",
            "A chave de API só funciona a partir de certos domínios, e o desta página não está \
                 entre eles.",
        ),
        remedy: Text::new(
            "Add this page's domain to the key's list in the vendor's portal, or use another key; \
                 nothing was changed.",
            "Inclua o domínio desta página na lista da chave no portal do fornecedor ou use outra \
                 chave; nada foi alterado.",
        ),
        action: Some(Do::EditApiKey),
        retry: Retry::Pointless,
    }],
};

pub(super) static QUOTA_SPENT: Guide = Guide {
    meaning: Text::new("The quota of the API key is spent.", "A cota da chave de API se esgotou."),
    entries: &[Entry {
        at: API_KEY_CALLS,
        seen_as: "403 Over Rate",
        cause: Text::new(
            "The quota of this API key is spent, or its rate limit reached; this call was not \
                 carried out.",
            "A cota desta chave de API se esgotou, ou seu limite de chamadas foi atingido; esta \
                 chamada não foi executada.",
        ),
        remedy: Text::new(
            "Wait until the quota is renewed, or raise it in the vendor's portal.",
            "Aguarde a renovação da cota ou aumente-a no portal do fornecedor.",
        ),
        action: None,
        retry: Retry::Safe,
    }],
};
