//! Names that somebody else gave.

use yew::prelude::*;

/// A name, apart from what stands around it: marks within that turn the direction of writing end with it, and no translator
/// of the browser's is asked about it.
pub fn name(name: &str) -> Html {
    html! { <bdi translate="no">{ name.to_owned() }</bdi> }
}
