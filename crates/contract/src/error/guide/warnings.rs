//! The words for what is pointed out about a secret, and for its strength.

use crate::text::Text;
use crate::validate::{Level, Reason, WarningKind};

/// What a warning says.
pub(crate) const fn warning(kind: WarningKind) -> &'static Text {
    match kind {
        WarningKind::LeadingSpace => {
            const {
                &Text::new(
                    "The secret begins with white space. It is sent as it is: remove it unless it belongs there.",
                    "O segredo começa com espaço em branco. Ele é enviado como está: remova-o, a menos que \
                     faça parte do segredo.",
                )
            }
        }
        WarningKind::TrailingSpace => {
            const {
                &Text::new(
                    "The secret ends with white space. It is sent as it is: remove it unless it belongs there.",
                    "O segredo termina com espaço em branco. Ele é enviado como está: remova-o, a menos que \
                     faça parte do segredo.",
                )
            }
        }
        WarningKind::OuterSpace => {
            const {
                &Text::new(
                    "The secret begins and ends with white space. It is sent as it is: remove it unless it \
                     belongs there.",
                    "O segredo começa e termina com espaço em branco. Ele é enviado como está: remova-o, a \
                     menos que faça parte do segredo.",
                )
            }
        }
        WarningKind::Invisible => {
            const {
                &Text::new(
                    "The secret contains characters that nobody sees. Remove them unless they belong there.",
                    "O segredo contém caracteres invisíveis. Remova-os, a menos que façam parte do segredo.",
                )
            }
        }
        WarningKind::UnusualSpace => {
            const {
                &Text::new(
                    "The secret contains a space that no ordinary keyboard types, such as a non-breaking one.",
                    "O segredo contém um espaço que um teclado comum não digita, como o espaço não separável.",
                )
            }
        }
        WarningKind::LookAlike => {
            const {
                &Text::new(
                    "The secret contains characters that look like those of an ordinary keyboard but are \
                     others, such as curly quotes or Cyrillic letters. Whoever types it will type other ones.",
                    "O segredo contém caracteres parecidos com os de um teclado comum, mas diferentes, como \
                     aspas curvas ou letras cirílicas. Quem o digitar usará outros.",
                )
            }
        }
        WarningKind::SeveralForms => {
            const {
                &Text::new(
                    "The secret contains characters, such as letters with accents, that another program may \
                     write with other bytes. They are sent as they are.",
                    "O segredo contém caracteres, como letras acentuadas, que outro programa pode gravar com \
                     outros bytes. Eles são enviados como estão.",
                )
            }
        }
        WarningKind::ContainsApiKey => {
            const {
                &Text::new(
                    "This contains your API key. The secret is another text, which you choose yourself.",
                    "Isto contém a sua chave de API. O segredo é outro texto, escolhido por você.",
                )
            }
        }
        WarningKind::IsAdminKey => {
            const {
                &Text::new(
                    "This is your admin key. The secret is another text: admin keys are made from it.",
                    "Esta é a sua chave de administrador. O segredo é outro texto: as chaves de \
                     administrador são geradas a partir dele.",
                )
            }
        }
        WarningKind::Placeholder => {
            const {
                &Text::new(
                    "This is a sample text of the vendor's documentation, known to everybody. If it is really \
                     in force, change it now.",
                    "Este é um texto de exemplo da documentação do fornecedor, conhecido por todos. Se estiver \
                     mesmo em vigor, altere-o agora.",
                )
            }
        }
        WarningKind::CommonPassword => {
            const {
                &Text::new(
                    "This is one of the first passwords that anybody tries. Choose another secret.",
                    "Esta é uma das primeiras senhas que qualquer pessoa tenta. Escolha outro segredo.",
                )
            }
        }
        WarningKind::Weak => {
            const {
                &Text::new(
                    "By estimate, this secret is easy to guess. A generated one is not.",
                    "Pela estimativa, este segredo é fácil de adivinhar. Um segredo gerado não é.",
                )
            }
        }
    }
}

/// A step of the strength meter; it goes with “strength”, which is feminine in Portuguese.
pub(crate) const fn level(level: Level) -> &'static Text {
    match level {
        Level::VeryWeak => const { &Text::new("Very weak", "Muito fraca") },
        Level::Weak => const { &Text::new("Weak", "Fraca") },
        Level::Fair => const { &Text::new("Fair", "Razoável") },
        Level::Strong => const { &Text::new("Strong", "Forte") },
        Level::VeryStrong => const { &Text::new("Very strong", "Muito forte") },
    }
}

/// What keeps a secret from being stronger.
pub(crate) const fn reason(reason: Reason) -> &'static Text {
    match reason {
        Reason::TooShort => const { &Text::new("It is too short.", "É curto demais.") },
        Reason::OnlyDigits => const { &Text::new("It is made of digits only.", "Contém somente dígitos.") },
        Reason::OneKind => {
            const {
                &Text::new("All its characters are of few kinds.", "Todos os caracteres são de poucos tipos.")
            }
        }
        Reason::Repeats => const { &Text::new("It repeats itself.", "Contém repetições.") },
        Reason::Sequence => {
            const {
                &Text::new(
                    "It contains a sequence, such as abcd or 4321.",
                    "Contém uma sequência, como abcd ou 4321.",
                )
            }
        }
        Reason::Keyboard => {
            const {
                &Text::new(
                    "It contains neighbours on the keyboard, such as qwerty.",
                    "Contém teclas vizinhas no teclado, como qwerty.",
                )
            }
        }
        Reason::Date => const { &Text::new("It contains a date or a year.", "Contém uma data ou um ano.") },
        Reason::CommonWord => {
            const {
                &Text::new(
                    "It contains a word that is in many passwords.",
                    "Contém uma palavra presente em muitas senhas.",
                )
            }
        }
        Reason::FewWords => {
            const { &Text::new("It is made of few words.", "É formado por poucas palavras.") }
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::text::Language;
    use crate::validate::{Level, Reason, WarningKind};

    #[test]
    fn everything_is_said_in_sentences_and_in_both_languages() {
        let warnings = WarningKind::ALL.map(WarningKind::text);
        let reasons = Reason::ALL.map(Reason::text);
        for text in warnings.iter().chain(&reasons) {
            let [english, portuguese] = Language::ALL.map(|language| text.in_(language));
            assert!(english.ends_with('.') && portuguese.ends_with('.'), "{english}");
            assert_ne!(english, portuguese);
        }
        for level in Level::ALL.map(Level::text) {
            assert_ne!(level.in_(Language::English), level.in_(Language::BrazilianPortuguese));
        }
    }
}
