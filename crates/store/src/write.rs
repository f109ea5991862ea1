//! Writing a report so that it counts once, however often and in whatever order it comes.

use jiff::Timestamp;
use quake::record::Source;
use quake::{Quake, RecordPosition, TraceParent, sortable};

use crate::item::{self, Item, StoredRevision, UPDATED};
use crate::table::ID;
use crate::{Store, StoreError};

/// What a report changed in the table. None of these is an error.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Recorded {
    /// A revision that was missing, and the newest.
    Newest,
    /// A revision that was missing; a later one is there already.
    Older,
    /// The table had this revision: nothing changed.
    Duplicate,
}

impl Store {
    /// Records a report: the latest state if it is the newest, and the revision for the timeline.
    ///
    /// The latest state goes first: who sees the revision in the index of changes finds the state at least as new.
    /// A crash between the two leaves the revision missing, and the topic's offset uncommitted; the record comes
    /// again and completes it.
    ///
    /// # Errors
    /// [`StoreError::Refused`] for an item the table will never take, [`StoreError::Unavailable`] for all that is
    /// worth trying again.
    pub async fn record(
        &self,
        quake: &Quake,
        position: RecordPosition,
        received: Timestamp,
        source: Option<Source>,
        trace: Option<TraceParent>,
    ) -> Result<Recorded, StoreError> {
        // Before it has an event, so that none is ever on a day nobody knows of.
        self.note_day(quake.time).await?;
        let stored = Timestamp::now();
        let newest = self
            .put_if(
                item::latest(quake, stored),
                "attribute_not_exists(#key) OR #updated < :updated",
                Some(quake.updated),
            )
            .await?;
        let revision = StoredRevision { quake: quake.clone(), position, received, source, trace, stored };
        let missing = self.put_if(item::revision(&revision), "attribute_not_exists(#key)", None).await?;
        Ok(match (missing, newest) {
            (true, true) => Recorded::Newest,
            (true, false) if self.is_latest(quake).await? => Recorded::Newest,
            (true, false) => Recorded::Older,
            (false, _) => Recorded::Duplicate,
        })
    }

    /// Puts an item on a condition; `false` when the condition does not hold.
    async fn put_if(&self, item: Item, condition: &str, updated: Option<Timestamp>) -> Result<bool, StoreError> {
        let mut put = self
            .client
            .put_item()
            .table_name(&self.table)
            .set_item(Some(item))
            .condition_expression(condition)
            .expression_attribute_names("#key", ID);
        if let Some(updated) = updated {
            put = put
                .expression_attribute_names("#updated", UPDATED)
                .expression_attribute_values(":updated", aws_sdk_dynamodb::types::AttributeValue::S(sortable(updated)));
        }
        match put.send().await {
            Ok(_) => Ok(true),
            Err(error) if error.as_service_error().is_some_and(|e| e.is_conditional_check_failed_exception()) => {
                Ok(false)
            }
            Err(error) => Err(StoreError::of(error)),
        }
    }

    /// Whether the latest state is this very revision: so it is when an earlier try wrote the state and then failed.
    async fn is_latest(&self, quake: &Quake) -> Result<bool, StoreError> {
        Ok(self.latest(&quake.id).await?.is_some_and(|latest| latest.updated == quake.updated))
    }
}
