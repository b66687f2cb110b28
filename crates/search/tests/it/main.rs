//! The search as its callers see it.

mod generator;
mod hostile;
mod random;
mod support;
mod texts;
mod wrappings;
