//! Paths as they come here: under a base path, where a proxy in front leaves it in place; and those of the API as clients
//! join them from a base and a path, with a slash at the end, or several for one.

use axum::extract::Request;
use axum::http::Uri;
use axum::http::uri::PathAndQuery;

use crate::base_path::BasePath;
use crate::family::Family;

/// The request under the path that is meant. Before routing, so that everything else knows it by its route;
/// answered in place, as a redirected POST would lose its body. Pages keep their paths.
pub(super) fn normalised(mut request: Request, base: &BasePath) -> Request {
    if let Some(path) = base.strip(request.uri().path())
        && let Some(uri) = with_path(request.uri(), path.to_owned())
    {
        *request.uri_mut() = uri;
    }
    if let Some(uri) = meant(request.uri()) {
        *request.uri_mut() = uri;
    }
    request
}

/// The address of the same call with single slashes; none where it has no others, or is none of the API's.
fn meant(uri: &Uri) -> Option<Uri> {
    let path = uri.path();
    if !path.contains("//") && !path.ends_with('/') {
        return None;
    }
    let segments = path.split('/').filter(|segment| !segment.is_empty());
    let address = segments.fold(String::new(), |path, segment| path + "/" + segment);
    Family::of(&address)?;
    with_path(uri, address)
}

fn with_path(uri: &Uri, mut address: String) -> Option<Uri> {
    if let Some(query) = uri.query() {
        address.push('?');
        address.push_str(query);
    }
    let mut parts = uri.clone().into_parts();
    parts.path_and_query = Some(PathAndQuery::try_from(address).ok()?);
    Uri::from_parts(parts).ok()
}

#[cfg(test)]
mod tests {
    use axum::body::Body;
    use axum::extract::Request;

    use super::{BasePath, meant, normalised};

    #[test]
    fn a_base_path_is_taken_off_where_it_is_there() {
        for (path, expected) in [
            ("/latchboard", "/"),
            ("/latchboard?a=/latchboard", "/?a=/latchboard"),
            ("/latchboard/", "/"),
            ("/latchboard/admin-key/register?x", "/admin-key/register?x"),
            ("/latchboard//api//oauth2/token/", "/api/oauth2/token"),
            ("/latchboard/latchboard", "/latchboard"),
            ("/latchboards/x", "/latchboards/x"),
            ("/api/oauth2/token", "/api/oauth2/token"),
            ("/", "/"),
        ] {
            let request = Request::get(path).body(Body::empty()).unwrap();
            let base = "/latchboard/".parse().unwrap();
            assert_eq!(normalised(request, &base).uri().to_string(), expected, "{path}");
        }
        let request = Request::get("/latchboard/x").body(Body::empty()).unwrap();
        assert_eq!(normalised(request, &BasePath::default()).uri().to_string(), "/latchboard/x");
    }

    #[test]
    fn slashes_of_the_api_are_single_ones_and_those_of_pages_stay() {
        for (path, expected) in [
            ("//iso/oauth2/token", "/iso/oauth2/token"),
            ("/api/mysafe/secretapi/", "/api/mysafe/secretapi"),
            ("/api/mysafe//secretapi//5?tag=a//b/", "/api/mysafe/secretapi/5?tag=a//b/"),
            ("/gateway//mysafe/api/oauth2/token//", "/gateway/mysafe/api/oauth2/token"),
            ("//locationHistory//1/register/?key=k", "/locationHistory/1/register?key=k"),
            ("http://localhost//api/oauth2/token", "http://localhost/api/oauth2/token"),
        ] {
            let uri = meant(&path.parse().unwrap()).unwrap();
            assert_eq!(uri.to_string(), expected);
        }
        for path in ["/", "//", "/healthz/", "//healthz", "/admin-key/", "/api/mysafe/secretapi", "/x//api/"]
        {
            assert_eq!(meant(&path.parse().unwrap()), None, "{path}");
        }
    }
}
