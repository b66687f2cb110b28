//! Code × endpoint → cause, remedy and what may be done next. Dashboard, module, server and
//! documents all read this one table.

use super::Code;
use crate::endpoint::EndpointId;

/// What is known about one code at one endpoint.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Why it happened, in one sentence.
    pub cause: &'static str,
    /// What to do, in one sentence.
    pub remedy: &'static str,
    /// The remedy as something that the dashboard can do at the press of a button.
    pub action: Option<RemedyAction>,
    /// Whether the same call may be sent again without thinking.
    pub retry: Retry,
}

/// A remedy that the dashboard can carry out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum RemedyAction {
    /// Put the cursor into the secret field.
    EditSecret,
    /// Put the cursor into the API key field.
    EditApiKey,
    /// Go to *Regenerate* and keep what was typed.
    RegenerateInstead,
    /// Load the list of API secrets again.
    RefreshList,
    /// Sign in to the vault (again).
    SignIn,
    /// Send the same call once more.
    TryAgain,
}

/// Whether a call that ended so may be repeated.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Retry {
    /// Nothing was changed, or repeating changes nothing more.
    Safe,
    /// It would end the same way until something is corrected.
    Pointless,
    /// It may change something a second time, or for the first time: a person decides.
    Ask,
}

/// Looks a code up for one endpoint.
#[must_use]
pub const fn entry(code: Code, endpoint: EndpointId) -> Entry {
    use EndpointId as E;
    use RemedyAction as Do;
    use Retry::{Pointless, Safe};

    match code {
        Code::SecretEmpty => {
            row("The secret is empty.", "Type or paste the secret.", Some(Do::EditSecret), Pointless)
        }
        Code::SecretTooLong => row(
            "The secret is longer than 4,096 bytes.",
            "Use a shorter secret; check that nothing else was pasted along.",
            Some(Do::EditSecret),
            Pointless,
        ),
        Code::SecretControlCharacter => row(
            "The secret contains a line break or another control character.",
            "Paste it again without the line break.",
            Some(Do::EditSecret),
            Pointless,
        ),
        Code::SecretPlaceholder => row(
            "This is the sample text of the vendor's documentation, known to everybody.",
            "Choose a secret of your own.",
            Some(Do::EditSecret),
            Pointless,
        ),
        Code::SecretUnchanged => row(
            "The new secret is the same as the present one.",
            "Choose a new secret that differs.",
            Some(Do::EditSecret),
            Pointless,
        ),
        Code::ApiKeyMissing => row(
            "No API key was given.",
            "Enter the API key of your account.",
            Some(Do::EditApiKey),
            Pointless,
        ),
        Code::ApiKeyMalformed => row(
            "The API key contains white space or control characters.",
            "Paste the API key again, without anything around it.",
            Some(Do::EditApiKey),
            Pointless,
        ),
        Code::FieldMissing => row(
            "A required field is empty.",
            "Fill in every field that is marked as required.",
            None,
            Pointless,
        ),
        Code::IdentifierNotNumeric => row(
            "The identifier is not a number.",
            "Use the number in the ID column, not the identifier code.",
            None,
            Pointless,
        ),
        Code::NotSignedIn => row(
            "Nobody is signed in to the vault in this page.",
            "Sign in with client id and client secret.",
            Some(Do::SignIn),
            Pointless,
        ),
        Code::Stopped => row(
            "The run was stopped before this call was sent.",
            "Resume the run to send it.",
            Some(Do::TryAgain),
            Safe,
        ),

        Code::RequestMalformed => row(
            "The server could not use the request: something is missing or not valid.",
            "Check the secret and send it again; if it stays so, the address may belong to another service.",
            Some(Do::EditSecret),
            Pointless,
        ),
        Code::AlreadyRegistered => row(
            "A secret is already registered (which works only once per account), or this API key may not register.",
            "If you know the registered secret, make a new admin key with it. If you never registered, check the API key.",
            Some(Do::RegenerateInstead),
            Pointless,
        ),
        Code::SecretRejected => match endpoint {
            E::UpdateSecret => row(
                "The present secret is wrong, or nothing is registered with this API key, or the change was already made.",
                "Check the present secret. If the change may have been made before, make an admin key with the new secret to find out.",
                Some(Do::EditSecret),
                Pointless,
            ),
            _ => row(
                "The secret is wrong, or nothing is registered with this API key.",
                "Check the secret and the API key; if you never registered, register first.",
                Some(Do::EditSecret),
                Pointless,
            ),
        },
        Code::AdminKeyRejected => row(
            "The admin key is wrong or was replaced, or nothing is registered with this API key.",
            "Check the admin key; if it is lost or was replaced, make a new one with the customer secret.",
            Some(Do::RegenerateInstead),
            Pointless,
        ),
        Code::ApiKeyRejected => row(
            "The API key is missing, wrong, disabled or expired.",
            "Check the API key; nothing was changed.",
            Some(Do::EditApiKey),
            Pointless,
        ),
        Code::ProductNotEnabled => row(
            "The API key is valid, but not allowed to use this product.",
            "Enable the product for this key in the vendor's portal, or use another key.",
            Some(Do::EditApiKey),
            Pointless,
        ),
        Code::DomainNotAllowed => row(
            "The API key only works from certain domains, and this page's is not among them.",
            "Add this page's domain to the key's list in the vendor's portal, or use another key.",
            Some(Do::EditApiKey),
            Pointless,
        ),
        Code::RateLimited => row(
            "Too many calls in a short time; this one was not carried out.",
            "Wait a moment and try again.",
            Some(Do::TryAgain),
            Safe,
        ),
        Code::QuotaSpent => row(
            "The quota of this API key is spent.",
            "Wait until the quota is renewed, or raise it in the vendor's portal.",
            None,
            Safe,
        ),
        Code::AddressWrong => row(
            "Nothing answers at this address.",
            "Check the connection: base address and path prefix.",
            None,
            Pointless,
        ),

        Code::ParameterMissing => row(
            "A parameter that the vault requires is missing.",
            "Fill in name, URL and client id.",
            None,
            Pointless,
        ),
        Code::IdentifierCodeTaken => row(
            "Another API secret of this user has the same identifier code.",
            "Choose another identifier code. If you sent this twice, the first one was stored: refresh the list.",
            Some(Do::RefreshList),
            Pointless,
        ),
        Code::NotFound => row(
            "There is no API secret with this identifier.",
            "Refresh the list and look for it by name.",
            Some(Do::RefreshList),
            Pointless,
        ),
        Code::NoAccess => row(
            "This access key may not edit the API secret.",
            "Ask its owner to share it with the right to edit, or sign in with another access key.",
            Some(Do::SignIn),
            Pointless,
        ),
        Code::Inactive => {
            row("The API secret is inactive, so it can't be read.", "Activate it first.", None, Pointless)
        }
        Code::NotAuthorised => row(
            "The sign-in is not valid any more, or the address is wrong: the gateway says the same to both.",
            "Sign in again; if it stays so, check the connection's address.",
            Some(Do::SignIn),
            Pointless,
        ),
        Code::ClientRejected => row(
            "Client id or client secret are wrong, or the access key was revoked.",
            "Check both values and sign in again.",
            Some(Do::SignIn),
            Pointless,
        ),
        Code::Refused => row(
            "The server refused for a reason that it gives below.",
            "Act on the server's own words; nothing was changed.",
            None,
            Pointless,
        ),

        Code::Unreachable => row(
            "No connection to the server came about, so nothing was sent.",
            "Check that the server runs and that the address is right, then try again.",
            Some(Do::TryAgain),
            Safe,
        ),
        Code::ServiceProblem => open("The server failed while it worked on the call.", endpoint),
        Code::UpstreamFailed => open("A gateway got no valid answer from the server behind it.", endpoint),
        Code::UpstreamTimedOut => open("The server behind the gateway did not answer in time.", endpoint),
        Code::AnswerUnreadable => {
            open("The answer is none that this call can have; something else may have answered.", endpoint)
        }
        Code::ConnectionFailed => open(
            "No answer could be read: the connection was lost, the server is down, or the browser blocked the answer.",
            endpoint,
        ),
        Code::TimedOut => open("No answer came within the time limit.", endpoint),
    }
}

const fn row(cause: &'static str, remedy: &'static str, action: Option<RemedyAction>, retry: Retry) -> Entry {
    Entry { cause, remedy, action, retry }
}

/// The outcome is open: what settles it depends on the endpoint alone.
const fn open(cause: &'static str, endpoint: EndpointId) -> Entry {
    use EndpointId as E;
    let again = Some(RemedyAction::TryAgain);
    let (remedy, action, retry) = match endpoint {
        E::Register => (
            "Register again with the same secret: “already registered” then means that a registration exists, and regenerating with this secret shows whether it is yours.",
            again,
            Retry::Ask,
        ),
        E::UpdateSecret => (
            "Send the same change again: if the present secret is now refused, the change was probably made; regenerating with the new secret proves it, and replaces the admin key.",
            again,
            Retry::Ask,
        ),
        E::RegenerateKey => (
            "Regenerate once more: the old admin key may be dead already, and a new run gives a fresh one.",
            again,
            Retry::Ask,
        ),
        E::CreateApiSecret => (
            "Refresh the list and look for the name before you create it again.",
            Some(RemedyAction::RefreshList),
            Retry::Ask,
        ),
        E::ChangeSettings | E::UpdateApiSecret => {
            ("Send the same change again: with the same values it changes nothing twice.", again, Retry::Safe)
        }
        E::Activate | E::Deactivate => (
            "Send the same call again: it changes nothing twice, and its answer tells the state.",
            again,
            Retry::Safe,
        ),
        E::ReadSettings | E::Token | E::ListApiSecrets | E::ReadApiSecret | E::Health => {
            ("Check that the server runs, then try again; nothing was changed.", again, Retry::Safe)
        }
    };
    row(cause, remedy, action, retry)
}

#[cfg(test)]
mod tests {
    use super::{Retry, entry};
    use crate::endpoint::EndpointId;
    use crate::error::Code;

    #[test]
    fn every_code_has_a_cause_and_a_remedy_in_whole_sentences_everywhere() {
        for &code in Code::ALL {
            for endpoint in EndpointId::ALL {
                let entry = entry(code, endpoint);
                for text in [entry.cause, entry.remedy] {
                    assert!(text.ends_with('.') && text.starts_with(char::is_uppercase), "{code}: {text}");
                }
            }
        }
    }

    #[test]
    fn an_open_outcome_is_safe_to_repeat_only_where_the_contract_says_so() {
        for &code in Code::ALL.iter().filter(|code| code.leaves_outcome_open()) {
            for endpoint in EndpointId::ALL {
                let idempotent = [
                    EndpointId::Activate,
                    EndpointId::Deactivate,
                    EndpointId::ChangeSettings,
                    EndpointId::UpdateApiSecret,
                ];
                let safe = !endpoint.changes() || idempotent.contains(&endpoint);
                assert_eq!(entry(code, endpoint).retry == Retry::Safe, safe, "{code} at {endpoint:?}");
            }
        }
    }

    #[test]
    fn the_stated_limit_is_the_one_in_force() {
        assert_eq!(crate::validate::MAX_SECRET_BYTES, 4096);
        assert!(entry(Code::SecretTooLong, EndpointId::Register).cause.contains("4,096 bytes"));
    }
}
