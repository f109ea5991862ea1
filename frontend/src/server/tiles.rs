//! `GET /tiles/<hash>/<z>/<x>/<y>`: the base map's vector tiles, as the bundler packed them.

use std::io::ErrorKind;
use std::path::PathBuf;
use std::sync::Arc;

use axum::Router;
use axum::extract::{Path, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;

use super::events;
use super::routes::FOR_EVER;
use crate::page::{Assets, Tiles};

/// Where the tiles lie, and what they are called.
struct Folder {
    path: PathBuf,
    tiles: Tiles,
}

/// The route, if the site has tiles.
pub(crate) fn routes(site: &std::path::Path, assets: &Assets) -> Router {
    match assets.tiles() {
        None => Router::new(),
        Some(tiles) => {
            let folder = Folder { path: site.join("tiles").join(&tiles.path), tiles: tiles.clone() };
            Router::new().route("/tiles/{hash}/{z}/{x}/{y}", get(tile).with_state(Arc::new(folder)))
        }
    }
}

async fn tile(State(folder): State<Arc<Folder>>, Path((hash, z, x, y)): Path<(String, u8, u32, u32)>) -> Response {
    if hash != folder.tiles.path || z > folder.tiles.last || x >= 1 << z || y >= 1 << z {
        return StatusCode::NOT_FOUND.into_response();
    }
    let path = folder.path.join(format!("{z}/{x}/{y}.gz"));
    match tokio::fs::read(&path).await {
        // Every browser takes gzip, and nobody else draws our tiles: there is no other form of them.
        Ok(content) => {
            let headers =
                [(header::CONTENT_TYPE, "application/vnd.mapbox-vector-tile"), (header::CONTENT_ENCODING, "gzip")];
            ([(header::CACHE_CONTROL, FOR_EVER)], headers, content).into_response()
        }
        // Open sea, of which there is nothing to draw.
        Err(error) if error.kind() == ErrorKind::NotFound => {
            (StatusCode::NO_CONTENT, [(header::CACHE_CONTROL, FOR_EVER)]).into_response()
        }
        Err(error) => {
            events::tile_unreadable(&path, &error);
            StatusCode::INTERNAL_SERVER_ERROR.into_response()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    async fn ask(state: &Arc<Folder>, hash: &str, z: u8, x: u32, y: u32) -> Response {
        tile(State(Arc::clone(state)), Path((hash.to_owned(), z, x, y))).await
    }

    #[tokio::test]
    async fn a_tile_is_served_packed_and_open_sea_as_nothing() {
        let path = std::env::temp_dir().join(format!("frontend-tiles-{}", std::process::id()));
        std::fs::create_dir_all(path.join("2/1")).unwrap();
        std::fs::write(path.join("2/1/3.gz"), "packed").unwrap();
        let tiles = Tiles { path: "abc".to_owned(), last: 5 };
        let state = Arc::new(Folder { path: path.clone(), tiles });

        let land = ask(&state, "abc", 2, 1, 3).await;
        assert_eq!(
            (land.status(), &land.headers()[header::CONTENT_ENCODING]),
            (StatusCode::OK, &"gzip".parse().unwrap())
        );
        assert_eq!(land.headers()[header::CACHE_CONTROL], FOR_EVER);
        let sea = ask(&state, "abc", 2, 1, 2).await;
        assert_eq!((sea.status(), &sea.headers()[header::CACHE_CONTROL]), (StatusCode::NO_CONTENT, &FOR_EVER));
        for (hash, z, x, y) in
            [("old", 2, 1, 3), ("abc", 2, 4, 0), ("abc", 2, 0, 4), ("abc", 6, 0, 0), ("abc", 200, 0, 0)]
        {
            assert_eq!(ask(&state, hash, z, x, y).await.status(), StatusCode::NOT_FOUND, "{hash} {z}/{x}/{y}");
        }
        std::fs::remove_dir_all(path).unwrap();
    }
}
