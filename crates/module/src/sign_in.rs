//! What all calls of one sign-in share.

use latchboard_client::Vault;

use crate::call::Sender;

pub(crate) struct SignIn {
    pub(crate) vault: Vault<Sender>,
    pub(crate) sender: Sender,
}
