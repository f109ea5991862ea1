//! The table's shape, and setting it up where Terraform does not.

use std::iter;
use std::time::Duration;

use aws_sdk_dynamodb::types::{
    AttributeDefinition, BillingMode, GlobalSecondaryIndex, KeySchemaElement, KeyType, Projection, ProjectionType,
    ScalarAttributeType, TableStatus,
};
use tracing::info;

use crate::{Store, StoreError};

/// Partition key: the event's id.
pub(crate) const ID: &str = "id";
/// Sort key: [`LATEST`], or [`REVISION`] and the revision's moment.
pub(crate) const REV: &str = "rev";
/// Sort key of the latest state.
pub(crate) const LATEST: &str = "latest";
/// What a revision's sort key begins with.
pub(crate) const REVISION: &str = "rev#";

/// Partition of the days on which there are events, the sort key being the day. No event's id can be this.
pub(crate) const DAYS: &str = "#days";

/// Index: day of origin, then origin time. Only latest states are in it.
pub const BY_ORIGIN: &str = "by-origin";
pub(crate) const ORIGIN_DAY: &str = "origin_day";
pub(crate) const ORIGIN: &str = "origin";

/// Index: day of writing, then moment of writing. Only revisions are in it.
///
/// The moment of *writing* and not of the record: a partition that was held up for an hour writes into the
/// present, where those who follow the index look, and not into a past that they have read already.
pub const BY_CHANGE: &str = "by-change";
pub(crate) const CHANGE_DAY: &str = "change_day";
pub(crate) const CHANGE: &str = "change";

/// The attributes that find an item: in the table, or in an index.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Keys {
    /// Whose items lie together.
    pub partition: &'static str,
    /// In which order they do.
    pub sort: &'static str,
}

/// What a table is made of. All keys are texts, and an index has whole items.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Shape {
    /// The table's own keys.
    pub keys: Keys,
    /// The indexes: their names and their keys.
    pub indexes: [(&'static str, Keys); 2],
}

/// The table's shape. `terraform/modules/event-store/table.json` says the same, and a test compares the two.
pub const SHAPE: Shape = Shape {
    keys: Keys { partition: ID, sort: REV },
    indexes: [
        (BY_ORIGIN, Keys { partition: ORIGIN_DAY, sort: ORIGIN }),
        (BY_CHANGE, Keys { partition: CHANGE_DAY, sort: CHANGE }),
    ],
};

/// How long a new table may take to become active; AWS needs about 10 s.
const CREATION: Duration = Duration::from_mins(2);

impl Store {
    /// Creates the table where it is missing. On AWS Terraform does this; this is for local endpoints.
    ///
    /// # Errors
    /// When the endpoint does not answer or refuses.
    pub async fn ensure_table(&self) -> Result<(), StoreError> {
        let Shape { keys, indexes } = SHAPE;
        let all = iter::once(keys).chain(indexes.map(|(_, keys)| keys));
        let attributes = all.flat_map(|keys| [keys.partition, keys.sort]).map(text).collect();
        let create = self
            .client
            .create_table()
            .table_name(&self.table)
            .billing_mode(BillingMode::PayPerRequest)
            .set_attribute_definitions(Some(attributes))
            .set_key_schema(Some(schema(keys)))
            .set_global_secondary_indexes(Some(indexes.map(|(name, keys)| index(name, keys)).to_vec()));
        match create.send().await {
            Ok(_) => info!(table = self.table, "Created table {}", self.table),
            Err(error) if error.as_service_error().is_some_and(|e| e.is_resource_in_use_exception()) => {
                info!(table = self.table, "Table {} is there already", self.table);
            }
            Err(error) => return Err(StoreError::of(error)),
        }
        let active = async {
            while !self.is_active().await? {
                tokio::time::sleep(Duration::from_millis(200)).await;
            }
            Ok(())
        };
        tokio::time::timeout(CREATION, active).await.unwrap_or_else(|_| {
            Err(StoreError::Unavailable(format!("table {} is not active after {CREATION:?}", self.table)))
        })
    }

    /// Whether the table can be used.
    ///
    /// # Errors
    /// When it does not exist or the endpoint does not answer.
    pub async fn is_active(&self) -> Result<bool, StoreError> {
        let described = self.client.describe_table().table_name(&self.table).send().await.map_err(StoreError::of)?;
        Ok(described.table().and_then(|table| table.table_status()) == Some(&TableStatus::Active))
    }
}

fn text(name: &str) -> AttributeDefinition {
    let definition = AttributeDefinition::builder().attribute_name(name).attribute_type(ScalarAttributeType::S);
    definition.build().expect("name and type are given")
}

fn schema(keys: Keys) -> Vec<KeySchemaElement> {
    [(keys.partition, KeyType::Hash), (keys.sort, KeyType::Range)]
        .map(|(name, role)| {
            let key = KeySchemaElement::builder().attribute_name(name).key_type(role);
            key.build().expect("name and role are given")
        })
        .to_vec()
}

fn index(name: &str, keys: Keys) -> GlobalSecondaryIndex {
    let index = GlobalSecondaryIndex::builder()
        .index_name(name)
        .set_key_schema(Some(schema(keys)))
        .projection(Projection::builder().projection_type(ProjectionType::All).build());
    index.build().expect("name and keys are given")
}
