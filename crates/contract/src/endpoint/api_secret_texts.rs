//! The texts of an API secret that are no secret. This is the one list of them: bodies, forms, curl commands, import,
//! export, help and columns go over it.

macro_rules! texts {
    ($($(#[$doc:meta])* $variant:ident $field:ident $example:literal,)+) => {
        /// One value for each text: a `String`, or an `Option` where a text may stay as it is.
        #[derive(Clone, Debug, Default, PartialEq, Eq)]
        pub struct ApiSecretTexts<T = String> {
            $($(#[$doc])* pub $field: T,)+
        }

        /// The texts by name.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        pub enum ApiSecretText {
            $($(#[$doc])* $variant,)+
        }

        impl ApiSecretText {
            /// All of them, in the order of the vendor's documentation.
            pub const ALL: [Self; [$(stringify!($field)),+].len()] = [$(Self::$variant),+];

            /// Its name on the wire.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self { $(Self::$variant => stringify!($field),)+ }
            }

            /// The id of its field in a document.
            #[must_use]
            pub const fn field_id(self) -> &'static str {
                match self { $(Self::$variant => concat!("text-", stringify!($field)),)+ }
            }

            /// What it may say; each says something else.
            #[must_use]
            pub const fn example(self) -> &'static str {
                match self { $(Self::$variant => $example,)+ }
            }
        }

        impl<T> ApiSecretTexts<T> {
            /// Asks `value` for each text, in order, until it fails.
            ///
            /// # Errors
            ///
            /// What `value` answers.
            pub fn try_from_fn<E>(mut value: impl FnMut(ApiSecretText) -> Result<T, E>) -> Result<Self, E> {
                Ok(Self { $($field: value(ApiSecretText::$variant)?,)+ })
            }

            /// Asks `value` for each text, in order.
            pub fn from_fn(mut value: impl FnMut(ApiSecretText) -> T) -> Self {
                Self { $($field: value(ApiSecretText::$variant),)+ }
            }

            #[must_use]
            pub const fn get(&self, text: ApiSecretText) -> &T {
                match text { $(ApiSecretText::$variant => &self.$field,)+ }
            }

            /// The same with `change` applied to each.
            pub fn map<U>(self, mut change: impl FnMut(T) -> U) -> ApiSecretTexts<U> {
                ApiSecretTexts { $($field: change(self.$field),)+ }
            }
        }
    };
}

texts! {
    /// Required. Not unique.
    Name name "Payments, production",
    /// Required. Free text.
    Url url "https://payments.example.com",
    /// Required. Who uses the secret.
    ClientId client_id "payments-prod",
    /// The code that the user gave; unique per user, empty for none.
    IdentifierCode identifier_code "payments-prod-1",
    /// Free text.
    Method method "POST",
    /// One text, separated by commas.
    Tags tags "prod,eu",
    /// Free text.
    Notes notes "Ask Maria first",
}

impl ApiSecretText {
    /// Whether the vault refuses an API secret without it.
    #[must_use]
    pub const fn is_required(self) -> bool {
        matches!(self, Self::Name | Self::Url | Self::ClientId)
    }
}

impl<T> ApiSecretTexts<T> {
    /// All of them by name.
    pub fn iter(&self) -> impl Iterator<Item = (ApiSecretText, &T)> + Clone {
        ApiSecretText::ALL.into_iter().map(|text| (text, self.get(text)))
    }
}
