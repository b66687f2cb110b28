//! Which endpoint a call is for.

crate::names! {
    /// The endpoints by name: half of the key into the catalogue.
    #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
    pub enum EndpointId {
        /// Register the customer secret.
        Register = "register",
        /// Change the customer secret.
        UpdateSecret = "update_secret",
        /// Make a new admin key.
        RegenerateKey = "regenerate_key",
        /// Read the settings; proves that an admin key works.
        ReadSettings = "read_settings",
        ChangeSettings = "change_settings",
        /// Sign in to the vault.
        Token = "token",
        ListApiSecrets = "list_api_secrets",
        ReadApiSecret = "read_api_secret",
        CreateApiSecret = "create_api_secret",
        /// Change an API secret.
        UpdateApiSecret = "update_api_secret",
        /// Switch an API secret off.
        Deactivate = "deactivate",
        /// Switch an API secret on.
        Activate = "activate",
        /// Ask whether a server is there.
        Health = "health",
        /// Find API secrets by the fingerprint of their value.
        Find = "find",
        /// Ask what a server offers beside the vendors' calls.
        ReadCapabilities = "read_capabilities",
        /// Read the audit log.
        ReadAudit = "read_audit",
        /// Read the index of values.
        ReadIndex = "read_index",
        /// Read the inventory of API secrets.
        ReadInventory = "read_inventory",
    }
}

impl EndpointId {
    /// Whether a call may change something on the server.
    #[must_use]
    pub const fn changes(self) -> bool {
        !matches!(
            self,
            Self::ReadSettings
                | Self::Token
                | Self::ListApiSecrets
                | Self::ReadApiSecret
                | Self::Health
                | Self::Find
                | Self::ReadCapabilities
                | Self::ReadAudit
                | Self::ReadIndex
                | Self::ReadInventory
        )
    }
}
