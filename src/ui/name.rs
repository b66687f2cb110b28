//! Names that somebody else gave.

use latchboard_texts::visible;
use yew::prelude::*;

/// A name, apart from what stands around it: how it runs ends with it, and no translator of the browser's is asked about it.
pub fn name(name: &str) -> Html {
    html! { <bdi translate="no">{ visible(name) }</bdi> }
}
