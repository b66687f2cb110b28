//! Texts as they leak, each with the values that stand in it.
