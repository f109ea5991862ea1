//! Files whose address must not change with their content: the service worker, which a browser knows by its address, and
//! the icons, which are named by a manifest that outlives them.

use std::path::Path;

use axum::Router;
use axum::http::{HeaderValue, header};
use tower_http::services::ServeFile;
use tower_http::set_header::SetResponseHeaderLayer;

use crate::page::Assets;

/// Their addresses, and what they are called in the site.
const FILES: [(&str, &str); 5] = [
    ("/sw.js", "service-worker.js"),
    ("/icon.svg", "icon.svg"),
    ("/icon-192.png", "icon-192.png"),
    ("/icon-512.png", "icon-512.png"),
    ("/icon-maskable.png", "icon-maskable.png"),
];

/// Asked for anew each time, and answered in a few bytes where nothing changed.
const ASK_AGAIN: HeaderValue = HeaderValue::from_static("no-cache");

pub(crate) fn routes(site: &Path, assets: &Assets) -> Router {
    let mut routes = Router::new();
    for (address, name) in FILES {
        let file = site.join("assets").join(assets.file(name));
        routes = routes.route_service(address, ServeFile::new(file).precompressed_br().precompressed_gzip());
    }
    routes.layer(SetResponseHeaderLayer::overriding(header::CACHE_CONTROL, ASK_AGAIN))
}
