//! A page of the catalogue, and where the next one begins.
//!
//! A page begins after an earthquake and not after so many, so that what is added in front of it meanwhile neither
//! repeats one nor leaves one out.

mod token;

use std::cmp::Ordering;
use std::sync::Arc;

use grpc::Status;
use grpc::v1::{ListRequest, ListResponse};
use quake::{Order, Quake, Query};

use self::token::{Place, Token};
use super::{question, report};
use crate::server::catalogue::{Catalogue, MOST_BY_MAGNITUDE};

/// Earthquakes on a page if nobody says how many.
const USUAL: u32 = 100;
/// Earthquakes on a page at most: some 200 KB.
const MOST: u32 = 1_000;
/// What is asked for beyond a page: others of the very same moment, and what was added since the page before.
const SLACK: usize = 16;

/// Reads one.
///
/// # Errors
/// `INVALID_ARGUMENT`, or as the catalogue says.
pub(super) async fn read(catalogue: &Catalogue, request: ListRequest) -> Result<ListResponse, Status> {
    let size = match request.page_size {
        0 => USUAL,
        size if size <= MOST => size,
        size => return Err(question::wrong(format!("`page_size` is {size}, which is more than {MOST}"))),
    } as usize;
    let order = question::order(request.order)?;
    let filter = question::filter(request.filter.clone())?;
    let token = Token::read(&request)?;
    let place = token.place;
    // Taken before the answer is: what comes in between is in both rather than in none.
    let resume_token = catalogue.world().with_window(|_, cursor| cursor.to_string());

    let mut query = Query { filter, order, ..Query::default() };
    if let Some(place) = &place {
        narrow(&mut query, place);
    }
    let mut found = after(catalogue, query, place.as_ref(), size + 1).await?;
    let more = found.len() > size;
    found.truncate(size);
    let next_page_token = match found.last().filter(|_| more) {
        Some(last) => {
            let before = place.map_or(0, |place| place.before);
            let place = Place { before: before + found.len(), quake: Place::of(last) };
            Token { question: token.question, place: Some(place) }.to_string()
        }
        None => String::new(),
    };
    Ok(ListResponse {
        earthquakes: found.iter().map(|quake| report::of(quake)).collect(),
        next_page_token,
        resume_token,
    })
}

/// In the order of time nothing before the place needs to be read again.
fn narrow(query: &mut Query, place: &Place) {
    let (filter, time) = (&mut query.filter, place.quake.time);
    match query.order {
        Order::Newest => filter.until = Some(filter.until.map_or(time, |until| until.min(time))),
        Order::Oldest => filter.since = Some(filter.since.map_or(time, |since| since.max(time))),
        // A bound would leave out those without a magnitude.
        Order::Largest | Order::Smallest => {}
    }
}

/// The first `wanted` of what a query asks for that come after a place.
async fn after(
    catalogue: &Catalogue,
    mut query: Query,
    place: Option<&Place>,
    wanted: usize,
) -> Result<Vec<Arc<Quake>>, Status> {
    let order = query.order;
    let mut beyond = match place {
        Some(_) if order.is_by_time() => SLACK,
        Some(place) => place.before + SLACK,
        None => 0,
    };
    loop {
        let limit = wanted + beyond;
        // All that can be sorted is the most there is to ask for.
        query.limit = (order.is_by_time() || limit <= MOST_BY_MAGNITUDE).then_some(limit);
        let found = catalogue.find(query.clone()).await?.all().await?;
        let whole = query.limit.is_none_or(|limit| found.len() < limit);
        let comes_after =
            |quake: &Quake| place.is_none_or(|place| order.compare(&place.quake, quake) == Ordering::Less);
        let mut rest: Vec<_> = found.into_iter().filter(|quake| comes_after(quake)).collect();
        if whole || rest.len() >= wanted {
            rest.truncate(wanted);
            return Ok(rest);
        }
        beyond = (beyond + wanted) * 2;
    }
}
