//! The search as its callers see it.

mod generator;
mod hostile;
mod lines;
mod long;
mod random;
mod support;
mod texts;
mod wrappings;
