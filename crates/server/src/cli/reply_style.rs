//! The flags of `serve` that choose between documented shapes of answers, so that clients can be
//! tested on all of them.

use clap::Args;
use clap::builder::{PossibleValuesParser, TypedValueParser};
use latchboard_contract::endpoint::configuration::GatewayErrors;
use latchboard_contract::endpoint::envelope::Profile;

use crate::config::{ReplyStyle, UpdateSecretReply};

#[derive(Args)]
#[command(next_help_heading = "Shapes of answers")]
pub(super) struct Shapes {
    /// The release of the vault whose words and members are used.
    #[arg(long, value_name = "RELEASE", env = "LATCHBOARD_MYSAFE_PROFILE", default_value = "v3-32",
        value_parser = one_of(&[("v3-32", Profile::V3_32), ("v3-33", Profile::V3_33)]))]
    mysafe_profile: Profile,
    /// What a changed customer secret is answered with. For 200-same-key the admin keys made from now on are kept
    /// encrypted under the master key, else only as hashes; older ones are answered with 204. The next start in
    /// another mode removes them.
    #[arg(long, value_name = "REPLY", env = "LATCHBOARD_UPDATE_SECRET_REPLY", default_value = "204",
        value_parser = one_of(&[
            ("204", UpdateSecretReply::NoContent),
            ("200-same-key", UpdateSecretReply::SameKey),
            ("200-new-key", UpdateSecretReply::NewKey),
        ]))]
    update_secret_reply: UpdateSecretReply,
    /// How unknown API keys and unknown addresses are refused: as JSON, or as the vendor's older gateway did.
    #[arg(long, value_name = "GENERATION", env = "LATCHBOARD_GATEWAY_ERRORS", default_value = "current",
        value_parser = one_of(&[("current", GatewayErrors::Current), ("legacy", GatewayErrors::Legacy)]))]
    gateway_errors: GatewayErrors,
}

impl Shapes {
    pub(super) fn style(&self) -> ReplyStyle {
        ReplyStyle {
            profile: self.mysafe_profile,
            gateway_errors: self.gateway_errors,
            update_secret: self.update_secret_reply,
        }
    }
}

/// Reads one of these names.
fn one_of<T>(choices: &'static [(&'static str, T)]) -> impl TypedValueParser<Value = T>
where
    T: Copy + Send + Sync + 'static,
{
    PossibleValuesParser::new(choices.iter().map(|(name, _)| *name)).try_map(|chosen| {
        let choice = choices.iter().find(|(name, _)| *name == chosen);
        choice.map(|(_, value)| *value).ok_or("unknown")
    })
}
