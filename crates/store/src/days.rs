//! On which days there are earthquakes, and those of one day, a page at a time: what long answers are read from.
//!
//! The index by origin time has a partition a day, and nothing says which there are: from 1998 on that would be ten
//! thousand questions to find the first. So the table has an item for each day, written before the day's first event.

use std::collections::{BTreeSet, HashSet};
use std::sync::{Arc, Mutex};

use aws_sdk_dynamodb::error::SdkError;
use aws_sdk_dynamodb::operation::query::{QueryError, QueryOutput};
use aws_smithy_async::future::pagination_stream::PaginationStream;
use jiff::civil::Date;
use jiff::{Timestamp, tz::TimeZone};
use quake::Quake;

use crate::item;
use crate::table::{BY_ORIGIN, DAYS, ID, ORIGIN, ORIGIN_DAY};
use crate::{Store, StoreError};

/// Events a page has, but for the first, which is to be there at once.
const PAGE: i32 = 500;
const FIRST_PAGE: i32 = 100;

/// The days this process has written down already.
#[derive(Debug, Clone, Default)]
pub(crate) struct Noted(Arc<Mutex<HashSet<Date>>>);

impl Noted {
    fn days(&self) -> std::sync::MutexGuard<'_, HashSet<Date>> {
        self.0.lock().expect("nobody panics while holding the days")
    }
}

/// The day an instant falls on, in UTC.
pub fn day_of(time: Timestamp) -> Date {
    time.to_zoned(TimeZone::UTC).date()
}

/// The latest states of one day's events, in the order of origin time.
#[derive(Debug)]
pub struct Pages {
    pages: PaginationStream<Result<QueryOutput, SdkError<QueryError>>>,
}

impl Pages {
    /// The next page, of some hundred events at most and perhaps of none; `None` at the end.
    ///
    /// # Errors
    /// When the table does not answer, or holds what is none of ours.
    pub async fn next(&mut self) -> Result<Option<Vec<Quake>>, StoreError> {
        let Some(page) = self.pages.next().await else { return Ok(None) };
        let items = page.map_err(StoreError::of)?.items.unwrap_or_default();
        items.iter().map(item::read_quake).collect::<Result<_, _>>().map(Some)
    }
}

impl Store {
    /// The days on which there are events, or have been before an origin time was corrected.
    ///
    /// # Errors
    /// When the table does not answer, or holds what is none of ours.
    pub async fn days(&self) -> Result<BTreeSet<Date>, StoreError> {
        self.all(self.query(ID, DAYS), None).await?.iter().map(item::read_day).collect()
    }

    /// The events with an origin time on this day and in `[since, until]`: the latest first, or `forwards`. `quick`
    /// has the first page smaller.
    pub fn day(&self, day: Date, since: Timestamp, until: Timestamp, forwards: bool, quick: bool) -> Pages {
        let query = self.query(ORIGIN_DAY, &day.to_string()).index_name(BY_ORIGIN).scan_index_forward(forwards);
        let query = crate::read::between(query, ORIGIN, since, until);
        let limit = if quick { FIRST_PAGE } else { PAGE };
        Pages { pages: query.limit(limit).into_paginator().send() }
    }

    /// Notes that there is an event on this day.
    pub(crate) async fn note_day(&self, time: Timestamp) -> Result<(), StoreError> {
        let day = day_of(time);
        if self.noted.days().contains(&day) {
            return Ok(());
        }
        let put = self.client.put_item().table_name(&self.table).set_item(Some(item::day_item(day)));
        put.send().await.map_err(StoreError::of)?;
        self.noted.days().insert(day);
        Ok(())
    }
}
