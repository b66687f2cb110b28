//! The search as its callers see it.

mod generator;
mod random;
mod support;
mod texts;
mod wrappings;
