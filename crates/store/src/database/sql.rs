//! One statement for both databases: its text, what is bound to it, and the rows that come back.
//!
//! Parameters are `$1`, `$2` and so on, which both understand. Values are of the few kinds that both
//! have; what differs between them is settled here and nowhere else.

use std::borrow::Cow;
use std::error::Error;

use bytes::BytesMut;
use rusqlite::types::{Value as FileValue, ValueRef};
use tokio_postgres::types::{IsNull, ToSql, Type, to_sql_checked};

use crate::StoreError;

/// Stands before what [`escaped`] replaced.
const ESCAPE: char = '\u{1a}';

/// What is bound to a parameter.
#[derive(Clone, Debug)]
pub(crate) enum Value {
    Integer(Option<i64>),
    Truth(Option<bool>),
    Text(Option<String>),
    Bytes(Option<Vec<u8>>),
}

impl Value {
    pub(crate) const NOTHING: Self = Self::Integer(None);

    pub(crate) fn integer(self) -> Option<i64> {
        if let Self::Integer(value) = self { value } else { None }
    }

    /// As PostgreSQL holds it.
    pub(crate) fn text(self) -> Option<String> {
        if let Self::Text(value) = self { value.map(|text| escaped(&text).into_owned()) } else { None }
    }

    pub(crate) fn bytes(self) -> Option<Vec<u8>> {
        if let Self::Bytes(value) = self { value } else { None }
    }

    /// The type that PostgreSQL takes it for.
    const fn kind(&self) -> Type {
        match self {
            Self::Integer(_) => Type::INT8,
            Self::Truth(_) => Type::BOOL,
            Self::Text(_) => Type::TEXT,
            Self::Bytes(_) => Type::BYTEA,
        }
    }
}

impl ToSql for Value {
    fn to_sql(&self, kind: &Type, out: &mut BytesMut) -> Result<IsNull, Box<dyn Error + Sync + Send>> {
        match self {
            Self::Integer(value) => value.to_sql(kind, out),
            Self::Truth(value) => value.to_sql(kind, out),
            Self::Text(value) => value.as_deref().map(escaped).to_sql(kind, out),
            Self::Bytes(value) => value.to_sql(kind, out),
        }
    }

    fn accepts(kind: &Type) -> bool {
        [Type::INT8, Type::BOOL, Type::TEXT, Type::BYTEA].contains(kind)
    }

    to_sql_checked!();
}

/// A statement with its values.
#[derive(Clone)]
pub(crate) struct Query {
    pub(crate) sql: &'static str,
    pub(crate) values: Vec<Value>,
}

pub(crate) fn query(sql: &'static str) -> Query {
    Query { sql, values: Vec::new() }
}

impl Query {
    pub(crate) fn bind(mut self, value: impl Into<Value>) -> Self {
        self.values.push(value.into());
        self
    }

    pub(crate) fn execute_in_sqlite(&self, connection: &rusqlite::Connection) -> Result<u64, StoreError> {
        Ok(self.for_sqlite(connection)?.raw_execute()? as u64)
    }

    /// The values with their types, as the driver takes them.
    pub(crate) fn parameters(&self) -> Vec<(&(dyn ToSql + Sync), Type)> {
        self.values.iter().map(|value| (value as &(dyn ToSql + Sync), value.kind())).collect()
    }

    /// Prepared, from the second time on out of the connection's cache, with its values.
    fn for_sqlite<'c>(
        &self,
        connection: &'c rusqlite::Connection,
    ) -> rusqlite::Result<rusqlite::CachedStatement<'c>> {
        let mut statement = connection.prepare_cached(self.sql)?;
        for index in 1..=statement.parameter_count() {
            // SQLite counts them as they appear, whatever number they have.
            let name = statement.parameter_name(index).and_then(|name| name.strip_prefix('$'));
            let number: usize = name.and_then(|name| name.parse().ok()).unwrap_or(index);
            match &self.values[number - 1] {
                Value::Integer(value) => statement.raw_bind_parameter(index, value),
                Value::Truth(value) => statement.raw_bind_parameter(index, value),
                Value::Text(value) => statement.raw_bind_parameter(index, value),
                Value::Bytes(value) => statement.raw_bind_parameter(index, value),
            }?;
        }
        Ok(statement)
    }

    pub(crate) fn rows_of_sqlite(
        &self,
        connection: &rusqlite::Connection,
        limit: usize,
    ) -> Result<Vec<Row>, StoreError> {
        let mut statement = self.for_sqlite(connection)?;
        let columns = statement.column_count();
        let mut rows = statement.raw_query();
        let mut read = Vec::new();
        while read.len() < limit
            && let Some(row) = rows.next()?
        {
            let values =
                (0..columns).map(|index| row.get_ref(index).map(owned)).collect::<rusqlite::Result<_>>()?;
            read.push(Row::Sqlite(values));
        }
        Ok(read)
    }
}

impl Query {
    /// What is made of each row, for very many of them: all are read into the same row.
    pub(crate) fn map_rows_of_sqlite<T>(
        &self,
        connection: &rusqlite::Connection,
        mut map: impl FnMut(&Row) -> Result<T, StoreError>,
    ) -> Result<Vec<T>, StoreError> {
        let mut statement = self.for_sqlite(connection)?;
        let mut read = Row::Sqlite(vec![FileValue::Null; statement.column_count()]);
        let mut rows = statement.raw_query();
        let mut mapped = Vec::new();
        while let Some(row) = rows.next()? {
            if let Row::Sqlite(values) = &mut read {
                for (index, place) in values.iter_mut().enumerate() {
                    refill(place, row.get_ref(index)?);
                }
            }
            mapped.push(map(&read)?);
        }
        Ok(mapped)
    }
}

/// Text that somebody spoiled is bytes: then it is one column that cannot be read, and not all rows.
fn owned(value: ValueRef<'_>) -> FileValue {
    match value {
        ValueRef::Null => FileValue::Null,
        ValueRef::Integer(number) => FileValue::Integer(number),
        ValueRef::Real(number) => FileValue::Real(number),
        ValueRef::Text(bytes) => match std::str::from_utf8(bytes) {
            Ok(text) => FileValue::Text(text.to_owned()),
            Err(_) => FileValue::Blob(bytes.to_vec()),
        },
        ValueRef::Blob(bytes) => FileValue::Blob(bytes.to_vec()),
    }
}

/// As [`owned`], in the room that the value of another row has left.
fn refill(place: &mut FileValue, value: ValueRef<'_>) {
    match (&mut *place, value) {
        (FileValue::Text(old), ValueRef::Text(bytes)) => {
            if let Ok(text) = std::str::from_utf8(bytes) {
                old.clear();
                return old.push_str(text);
            }
        }
        (FileValue::Blob(old), ValueRef::Blob(bytes)) => {
            old.clear();
            return old.extend_from_slice(bytes);
        }
        _ => {}
    }
    *place = owned(value);
}

/// A row of either.
pub(crate) enum Row {
    Sqlite(Vec<FileValue>),
    Postgres(tokio_postgres::Row),
}

impl Row {
    pub(crate) fn get<T: Column>(&self, index: usize) -> Result<T, StoreError> {
        T::read(self, index)
    }

    /// A text where it lies; none for NULL.
    pub(crate) fn text(&self, index: usize) -> Result<Option<Cow<'_, str>>, StoreError> {
        match self {
            Self::Sqlite(row) => match row.get(index) {
                Some(FileValue::Null) => Ok(None),
                Some(FileValue::Text(text)) => Ok(Some(Cow::Borrowed(text))),
                _ => Err(OTHER_KIND),
            },
            Self::Postgres(row) => Ok(row.try_get::<_, Option<String>>(index)?.map(plain).map(Cow::Owned)),
        }
    }

    /// Bytes where they lie.
    pub(crate) fn bytes(&self, index: usize) -> Result<&[u8], StoreError> {
        match self {
            Self::Sqlite(row) => match row.get(index) {
                Some(FileValue::Blob(bytes)) => Ok(bytes),
                _ => Err(OTHER_KIND),
            },
            Self::Postgres(row) => Ok(row.try_get(index)?),
        }
    }
}

/// What a column can be read as.
pub(crate) trait Column: Sized {
    fn read(row: &Row, index: usize) -> Result<Self, StoreError>;
}

/// A column holds what no program of ours has written there.
const OTHER_KIND: StoreError = StoreError::Damaged("a value is of another kind than its column");

macro_rules! kinds {
    ($($kind:ident: $type:ty, $read:expr, $pattern:pat => $value:expr;)*) => {$(
        impl From<$type> for Value {
            fn from(value: $type) -> Self {
                Self::$kind(Some(value))
            }
        }

        impl From<Option<$type>> for Value {
            fn from(value: Option<$type>) -> Self {
                Self::$kind(value)
            }
        }

        impl Column for $type {
            fn read(row: &Row, index: usize) -> Result<Self, StoreError> {
                match row {
                    Row::Sqlite(row) => match row.get(index) {
                        Some($pattern) => Ok($value),
                        _ => Err(OTHER_KIND),
                    },
                    Row::Postgres(row) => Ok($read(row.try_get::<_, Self>(index)?)),
                }
            }
        }

        impl Column for Option<$type> {
            fn read(row: &Row, index: usize) -> Result<Self, StoreError> {
                match row {
                    Row::Sqlite(row) => match row.get(index) {
                        Some(FileValue::Null) => Ok(None),
                        Some($pattern) => Ok(Some($value)),
                        _ => Err(OTHER_KIND),
                    },
                    Row::Postgres(row) => Ok(row.try_get::<_, Self>(index)?.map($read)),
                }
            }
        }
    )*};
}

kinds! {
    Integer: i64, std::convert::identity, FileValue::Integer(value) => *value;
    Truth: bool, std::convert::identity, FileValue::Integer(value) => *value != 0;
    Text: String, plain, FileValue::Text(value) => value.clone();
    Bytes: Vec<u8>, std::convert::identity, FileValue::Blob(value) => value.clone();
}

impl From<&str> for Value {
    fn from(value: &str) -> Self {
        Self::Text(Some(value.to_owned()))
    }
}

impl From<&String> for Value {
    fn from(value: &String) -> Self {
        Self::Text(Some(value.clone()))
    }
}

impl From<Option<&str>> for Value {
    fn from(value: Option<&str>) -> Self {
        Self::Text(value.map(str::to_owned))
    }
}

impl From<&[u8]> for Value {
    fn from(value: &[u8]) -> Self {
        Self::Bytes(Some(value.to_owned()))
    }
}

impl From<Option<&[u8]>> for Value {
    fn from(value: Option<&[u8]>) -> Self {
        Self::Bytes(value.map(<[u8]>::to_owned))
    }
}

/// PostgreSQL's texts hold every character but NUL, which JSON does hold: it is written with two others,
/// and so is the first of these. Equal texts stay equal, and no others become so.
fn escaped(text: &str) -> Cow<'_, str> {
    if !text.contains(['\0', ESCAPE]) {
        return Cow::Borrowed(text);
    }
    let escape = |c| match c {
        '\0' => Cow::Borrowed("\u{1a}0"),
        ESCAPE => Cow::Borrowed("\u{1a}1"),
        other => Cow::Owned(String::from(other)),
    };
    Cow::Owned(text.chars().map(escape).collect())
}

fn plain(text: String) -> String {
    if !text.contains(ESCAPE) {
        return text;
    }
    text.replace("\u{1a}0", "\0").replace("\u{1a}1", "\u{1a}")
}

#[cfg(test)]
mod tests {
    use super::{escaped, plain};

    #[test]
    fn every_text_comes_back_and_none_holds_nul() {
        for text in ["", "plain", "a\0b", "\u{1a}", "\u{1a}0", "\u{1a}1\0", "\0\u{1a}0\u{1a}\u{1a}"] {
            let stored = escaped(text);
            assert!(!stored.contains('\0'));
            assert_eq!(plain(stored.into_owned()), text);
        }
    }
}
