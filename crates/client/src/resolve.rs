//! How to find out what became of a call without an answer: documented calls only, asked on the
//! user's word, and what each answer to them proves.
//!
//! A table, no calls: the same calls are made as always, and their verdicts are read here.

use latchboard_contract::Secret;
use latchboard_contract::endpoint::EndpointId;
use latchboard_contract::endpoint::configuration::Service;
use latchboard_contract::error::{Code, Problem};
use latchboard_contract::idempotency::IdempotencyKey;
use latchboard_texts::Text;
use latchboard_texts::resolve as texts;

use crate::Verdict;

latchboard_contract::names! {
    /// A documented call whose answer tells what became of another.
    #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
    pub enum Question {
        /// Send the same call again under its idempotency key. Its first answer comes again, or it is carried out now.
        Repeat = "repeat",
        /// Send the same call again. Changes nothing twice, or is refused if it took effect.
        SameAgain = "same_again",
        /// Something is registered: regenerate with the secret, to see whether it is this one.
        ClaimRegistration = "claim_registration",
        /// The old secret is refused: regenerate with the new one, to see whether it is in force.
        ConfirmNewSecret = "confirm_new_secret",
        LookInList = "look_in_list",
    }
}

impl Question {
    /// The first question about a call to `endpoint` that ended *unknown*, under this key or under none. `None`
    /// where nothing was to be changed, so that there is nothing to find out.
    #[must_use]
    pub const fn first(endpoint: EndpointId, key: Option<&IdempotencyKey>) -> Option<Self> {
        if key.is_some() && endpoint.changes() {
            return Some(Self::Repeat);
        }
        match endpoint {
            EndpointId::Register
            | EndpointId::UpdateSecret
            | EndpointId::RegenerateKey
            | EndpointId::ChangeSettings
            | EndpointId::UpdateApiSecret
            | EndpointId::Activate
            | EndpointId::Deactivate => Some(Self::SameAgain),
            EndpointId::CreateApiSecret => Some(Self::LookInList),
            EndpointId::ReadSettings
            | EndpointId::Token
            | EndpointId::ListApiSecrets
            | EndpointId::ReadApiSecret
            | EndpointId::Health
            | EndpointId::Find
            | EndpointId::ReadCapabilities
            | EndpointId::ReadIndex
            | EndpointId::ReadInventory
            | EndpointId::ReadAudit => None,
        }
    }

    /// Whether a good answer kills the admin key that is in use. Then the user is told before.
    #[must_use]
    pub const fn kills_admin_key(self, endpoint: EndpointId) -> bool {
        match self {
            Self::ClaimRegistration | Self::ConfirmNewSecret => true,
            Self::SameAgain => matches!(endpoint, EndpointId::RegenerateKey),
            Self::Repeat | Self::LookInList => false,
        }
    }

    /// What is about to be asked, for the button that asks it.
    #[must_use]
    pub const fn label(self) -> Text {
        match self {
            Self::Repeat | Self::SameAgain => texts::LABEL_REPEAT_SAME_AGAIN,
            Self::ClaimRegistration => texts::LABEL_CLAIM_REGISTRATION,
            Self::ConfirmNewSecret => texts::LABEL_CONFIRM_NEW_SECRET,
            Self::LookInList => texts::LABEL_LOOK_IN_LIST,
        }
    }

    /// What the answers to it will mean, in a sentence or two.
    #[must_use]
    pub const fn meaning(self, endpoint: EndpointId) -> Text {
        match (self, endpoint) {
            (Self::Repeat, _) => texts::REPEAT,
            (Self::SameAgain, EndpointId::Register) => texts::SAME_AGAIN_REGISTER,
            (Self::SameAgain, EndpointId::UpdateSecret) => texts::SAME_AGAIN_UPDATE_SECRET,
            (Self::SameAgain, EndpointId::RegenerateKey) => texts::SAME_AGAIN_REGENERATE_KEY,
            (Self::SameAgain, _) => texts::SAME_AGAIN,
            (Self::ClaimRegistration, _) => texts::CLAIM_REGISTRATION,
            (Self::ConfirmNewSecret, _) => texts::CONFIRM_NEW_SECRET,
            (Self::LookInList, _) => texts::LOOK_IN_LIST,
        }
    }

    /// What `answer` to this question says about the call to `endpoint`.
    #[must_use]
    pub fn conclude<T>(self, endpoint: EndpointId, answer: &Verdict<T>) -> Conclusion {
        use Conclusion::{Ask, Settled};
        let refused = match answer {
            Verdict::Done(_) | Verdict::AlreadySo => return Settled(Finding::AsAsked),
            Verdict::Unknown(problem) if self == Self::Repeat && problem.code == Code::AnswerExpired => {
                return Settled(Finding::CarriedOut);
            }
            // The same comes again whenever it is asked: from here on as where no key is taken.
            Verdict::Unknown(problem)
                if self == Self::Repeat
                    && (problem.key.is_none() || problem.code == Code::AnswerUnreadable) =>
            {
                return Self::first(endpoint, None).map_or_else(|| Conclusion::Open(problem.clone()), Ask);
            }
            Verdict::Unknown(problem) | Verdict::NotAttempted(problem) => {
                return Conclusion::Open(problem.clone());
            }
            Verdict::Refused(problem) => problem,
        };
        match (self, endpoint, refused.code) {
            (Self::Repeat, _, Code::NotFound) => Settled(Finding::Gone),
            (Self::Repeat, _, code) if code.is_of_operation() => Settled(Finding::Refused),
            (Self::SameAgain, EndpointId::Register, Code::AlreadyRegistered) => Ask(Self::ClaimRegistration),
            (Self::ClaimRegistration, _, Code::SecretRejected) => Settled(Finding::AnotherSecret),
            (Self::SameAgain, EndpointId::UpdateSecret, Code::SecretRejected) => Ask(Self::ConfirmNewSecret),
            (Self::ConfirmNewSecret, _, Code::SecretRejected) => Settled(Finding::NeitherSecret),
            (Self::SameAgain, EndpointId::RegenerateKey, Code::SecretRejected) => {
                Settled(Finding::AnotherSecret)
            }
            (Self::SameAgain, _, Code::NotFound) => Settled(Finding::Gone),
            (Self::SameAgain, _, Code::NoAccess) => Settled(Finding::AccessLost),
            // Any other refusal is about this question, not about the call before it.
            _ => Conclusion::Open(refused.clone()),
        }
    }
}

/// A configuration call that was left without an answer.
#[derive(Clone, Copy)]
pub struct Lost<'a> {
    pub service: Service,
    pub call: LostCall<'a>,
    /// The key that it went out under.
    pub key: Option<&'a IdempotencyKey>,
}

/// Which of the three it was, with what it carried.
#[derive(Clone, Copy)]
pub enum LostCall<'a> {
    Register { secret: &'a Secret },
    UpdateSecret { secret: &'a Secret, new_secret: &'a Secret },
    RegenerateKey { secret: &'a Secret },
}

impl LostCall<'_> {
    #[must_use]
    pub const fn endpoint(&self) -> EndpointId {
        match self {
            Self::Register { .. } => EndpointId::Register,
            Self::UpdateSecret { .. } => EndpointId::UpdateSecret,
            Self::RegenerateKey { .. } => EndpointId::RegenerateKey,
        }
    }
}

/// What the answer to a [`Question`] leads to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Conclusion {
    /// It is known now.
    Settled(Finding),
    /// One more question decides; it needs the user's word.
    Ask(Question),
    /// Still open, and why the question got no answer.
    Open(Problem),
}

latchboard_contract::names! {
    /// What became of the call, and where things stand now.
    #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
    pub enum Finding {
        /// Things are as the call wanted them.
        AsAsked = "as_asked",
        /// The call was carried out, but its answer, and the admin key in it, cannot be had any more.
        CarriedOut = "carried_out",
        /// The server refused the call; nothing was changed.
        Refused = "refused",
        /// Another secret than this one is registered, or none at all: the call did not take effect.
        AnotherSecret = "another_secret",
        /// Neither the old nor the new secret is in force: somebody else changed it.
        NeitherSecret = "neither_secret",
        /// There is no such API secret any more.
        Gone = "gone",
        /// It exists, but this access key may no longer switch it; its state can't be told.
        AccessLost = "access_lost",
        /// It is not there: the call did not take effect.
        NotMade = "not_made",
        /// Something of that name is there; whether this call made it, only a look can tell.
        PerhapsMade = "perhaps_made",
    }
}

impl Finding {
    /// What was found out, in a sentence.
    #[must_use]
    pub const fn text(self) -> Text {
        match self {
            Self::AsAsked => texts::FOUND_AS_ASKED,
            Self::CarriedOut => texts::FOUND_CARRIED_OUT,
            Self::Refused => texts::FOUND_REFUSED,
            Self::AnotherSecret => texts::FOUND_ANOTHER_SECRET,
            Self::NeitherSecret => texts::FOUND_NEITHER_SECRET,
            Self::Gone => texts::FOUND_GONE,
            Self::AccessLost => texts::FOUND_ACCESS_LOST,
            Self::NotMade => texts::FOUND_NOT_MADE,
            Self::PerhapsMade => texts::FOUND_PERHAPS_MADE,
        }
    }
}

#[cfg(test)]
mod tests {
    use latchboard_contract::endpoint::EndpointId as E;
    use latchboard_contract::error::{Code, Problem};
    use latchboard_contract::idempotency::IdempotencyKey;

    use super::{Conclusion, Finding, Question};
    use crate::Verdict;

    fn refused(endpoint: E, code: Code) -> Verdict<()> {
        Verdict::Refused(Problem { status: Some(400), ..Problem::local(endpoint, code) })
    }

    #[test]
    fn a_lost_registration_is_found_out_in_two_steps() {
        let again = Question::first(E::Register, None).unwrap();
        assert_eq!(again.conclude(E::Register, &Verdict::Done(())), Conclusion::Settled(Finding::AsAsked));
        let exists = again.conclude(E::Register, &refused(E::Register, Code::AlreadyRegistered));
        assert_eq!(exists, Conclusion::Ask(Question::ClaimRegistration));
        let claim = |answer| Question::ClaimRegistration.conclude(E::Register, &answer);
        assert_eq!(claim(Verdict::Done(())), Conclusion::Settled(Finding::AsAsked));
        let another = claim(refused(E::RegenerateKey, Code::SecretRejected));
        assert_eq!(another, Conclusion::Settled(Finding::AnotherSecret));
        assert!(
            !again.kills_admin_key(E::Register) && Question::ClaimRegistration.kills_admin_key(E::Register)
        );
    }

    #[test]
    fn a_lost_change_is_proved_by_the_new_secret() {
        let again = |answer| Question::SameAgain.conclude(E::UpdateSecret, &answer);
        assert_eq!(again(Verdict::Done(())), Conclusion::Settled(Finding::AsAsked));
        let dead = again(refused(E::UpdateSecret, Code::SecretRejected));
        assert_eq!(dead, Conclusion::Ask(Question::ConfirmNewSecret));
        let neither = Question::ConfirmNewSecret
            .conclude(E::UpdateSecret, &refused(E::RegenerateKey, Code::SecretRejected));
        assert_eq!(neither, Conclusion::Settled(Finding::NeitherSecret));
    }

    #[test]
    fn a_lost_switch_is_asked_for_again() {
        for endpoint in [E::Activate, E::Deactivate] {
            let again = |answer| Question::first(endpoint, None).unwrap().conclude(endpoint, &answer);
            assert_eq!(again(Verdict::AlreadySo), Conclusion::Settled(Finding::AsAsked));
            assert_eq!(again(refused(endpoint, Code::NotFound)), Conclusion::Settled(Finding::Gone));
            assert_eq!(again(refused(endpoint, Code::NoAccess)), Conclusion::Settled(Finding::AccessLost));
        }
    }

    #[test]
    fn under_a_key_one_question_settles_it_and_costs_no_admin_key() {
        let key = IdempotencyKey::parse("k");
        for endpoint in E::ALL.into_iter().filter(|endpoint| endpoint.changes()) {
            let repeat = Question::first(endpoint, key.as_ref()).unwrap();
            assert!(repeat == Question::Repeat && !repeat.kills_admin_key(endpoint));
            let conclude = |answer| repeat.conclude(endpoint, &answer);
            assert_eq!(conclude(Verdict::Done(())), Conclusion::Settled(Finding::AsAsked));
            assert_eq!(conclude(Verdict::AlreadySo), Conclusion::Settled(Finding::AsAsked));
            let no = conclude(refused(endpoint, Code::NoAccess));
            assert_eq!(no, Conclusion::Settled(Finding::Refused));
            // Of what stands before the operation, and so of no call in particular.
            assert!(matches!(conclude(refused(endpoint, Code::NotAuthorised)), Conclusion::Open(_)));
            let open = |code| Problem { key: key.clone(), ..Problem::local(endpoint, code) };
            let expired = conclude(Verdict::Unknown(open(Code::AnswerExpired)));
            assert_eq!(expired, Conclusion::Settled(Finding::CarriedOut));
            let lost = open(Code::ConnectionFailed);
            assert_eq!(conclude(Verdict::Unknown(lost.clone())), Conclusion::Open(lost));
            let gateway = Verdict::Unknown(Problem::local(endpoint, Code::UpstreamFailed));
            let next = Question::first(endpoint, None).unwrap();
            assert_eq!(conclude(gateway), Conclusion::Ask(next));
        }
    }

    #[test]
    fn a_question_without_an_answer_leaves_things_open() {
        let problem = Problem::local(E::Register, Code::TimedOut);
        for answer in [Verdict::Unknown(problem.clone()), Verdict::NotAttempted(problem.clone())] {
            let answer: Verdict<()> = answer;
            assert_eq!(Question::SameAgain.conclude(E::Register, &answer), Conclusion::Open(problem.clone()));
        }
        let limited = refused(E::UpdateSecret, Code::RateLimited);
        assert!(matches!(Question::SameAgain.conclude(E::UpdateSecret, &limited), Conclusion::Open(_)));
    }

    #[test]
    fn only_calls_that_change_something_leave_a_question() {
        for endpoint in E::ALL {
            assert_eq!(Question::first(endpoint, None).is_some(), endpoint.changes(), "{endpoint:?}");
        }
    }
}
