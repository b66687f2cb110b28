//! The fields of the form.

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Field {
    /// The account's API key.
    ApiKey,
    /// The customer secret; the present one when it is to be changed.
    Secret,
    /// The one that takes its place.
    NewSecret,
    /// An admin key that is to be tested.
    AdminKey,
}
