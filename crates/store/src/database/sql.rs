//! One statement for both databases: its text, what is bound to it, and the rows that come back.
//!
//! Parameters are `$1`, `$2` and so on, which both understand. Values are of the few kinds that both
//! have; what differs between them is settled here and nowhere else.

use std::any::TypeId;
use std::borrow::Cow;
use std::cell::RefCell;
use std::collections::HashMap;
use std::error::Error;
use std::ptr;
use std::rc::Rc;
use std::slice::Iter;

use bytes::BytesMut;
use latchboard_contract::audit::ChainHash;
use rusqlite::types::ValueRef;
use tokio_postgres::types::{IsNull, ToSql, Type, to_sql_checked};

use crate::StoreError;
use crate::crypto::Digest;

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
    // As many as nearly all have.
    Query { sql, values: Vec::with_capacity(16) }
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
        for (index, place) in (1..).zip(&*values_in_order(self.sql, &statement)) {
            match &self.values[*place] {
                Value::Integer(value) => statement.raw_bind_parameter(index, value),
                Value::Truth(value) => statement.raw_bind_parameter(index, value),
                Value::Text(value) => statement.raw_bind_parameter(index, value),
                Value::Bytes(value) => statement.raw_bind_parameter(index, value),
            }?;
        }
        Ok(statement)
    }

    /// What is made of up to `limit` rows, each where it lies.
    pub(crate) fn rows_of_sqlite<T: FromRow>(
        &self,
        connection: &rusqlite::Connection,
        limit: usize,
    ) -> Result<Vec<T>, StoreError> {
        let mut statement = self.for_sqlite(connection)?;
        let places = places_in_sqlite::<T>(self.sql, &statement)?;
        let mut rows = statement.raw_query();
        let mut read = Vec::new();
        while read.len() < limit
            && let Some(row) = rows.next()?
        {
            read.push(T::read(&mut Values::new(Row::Sqlite(row), &places))?);
        }
        Ok(read)
    }
}

/// Found once in a thread.
type Known<K> = RefCell<HashMap<K, Rc<[usize]>>>;

thread_local! {
    /// What [`places`] found, by statement and type: to compare names takes longer than to read a row.
    static PLACES: Known<(*const str, TypeId)> = RefCell::default();
    /// By statement, which value each parameter takes.
    static VALUES: Known<*const str> = RefCell::default();
}

/// SQLite counts parameters as they appear, whatever number they have.
fn values_in_order(sql: &'static str, statement: &rusqlite::Statement<'_>) -> Rc<[usize]> {
    let value_of = |index| {
        let number = statement.parameter_name(index).and_then(|name| name.strip_prefix('$')?.parse().ok());
        number.unwrap_or(index) - 1
    };
    VALUES.with_borrow_mut(|known| {
        let found = || (1..=statement.parameter_count()).map(value_of).collect();
        Rc::clone(known.entry(ptr::from_ref(sql)).or_insert_with(found))
    })
}

fn places_in_sqlite<T: FromRow>(
    sql: &'static str,
    statement: &rusqlite::Statement<'_>,
) -> Result<Rc<[usize]>, StoreError> {
    let of = (ptr::from_ref(sql), TypeId::of::<T>());
    if let Some(known) = PLACES.with_borrow(|known| known.get(&of).cloned()) {
        return Ok(known);
    }
    let name_of = |place| statement.column_name(place).unwrap_or_default();
    let places: Rc<[usize]> = places::<T>(statement.column_count(), name_of)?.into();
    PLACES.with_borrow_mut(|known| known.insert(of, Rc::clone(&places)));
    Ok(places)
}

/// What is made of the rows that PostgreSQL answered.
pub(crate) fn read_all<T: FromRow>(rows: &[tokio_postgres::Row]) -> Result<Vec<T>, StoreError> {
    let Some(first) = rows.first() else { return Ok(Vec::new()) };
    let columns = first.columns();
    let places = places::<T>(columns.len(), |place| columns[place].name())?;
    rows.iter().map(|row| T::read(&mut Values::new(Row::Postgres(row), &places))).collect()
}

/// Where in each row the columns are that a type is read from. They are looked for once, however many rows there are, and
/// each behind the one before, where a statement mostly has it.
fn places<'n, T: FromRow>(
    columns: usize,
    name_of: impl Fn(usize) -> &'n str,
) -> Result<Vec<usize>, StoreError> {
    let mut next = 0;
    let mut find = |name| {
        let place = (next..columns).chain(0..next).find(|&place| name_of(place) == name)?;
        next = place + 1;
        Some(place)
    };
    T::names()
        .map(|name| if name == ONLY { Some(0) } else { find(name) })
        .collect::<Option<_>>()
        .ok_or(NO_COLUMN)
}

/// A row of either.
#[derive(Clone, Copy)]
enum Row<'r> {
    Sqlite(&'r rusqlite::Row<'r>),
    Postgres(&'r tokio_postgres::Row),
}

/// The values of a row, in the order of the columns that something is read from.
pub(crate) struct Values<'r> {
    row: Row<'r>,
    places: Iter<'r, usize>,
}

impl<'r> Values<'r> {
    fn new(row: Row<'r>, places: &'r [usize]) -> Self {
        Self { row, places: places.iter() }
    }

    fn place(&mut self) -> Result<usize, StoreError> {
        self.places.next().copied().ok_or(NO_COLUMN)
    }

    /// The value of the next column, or of as many as the type needs.
    pub(crate) fn next<T: FromRow>(&mut self) -> Result<T, StoreError> {
        T::read(self)
    }

    /// A text where it lies; none for NULL.
    pub(crate) fn text(&mut self) -> Result<Option<Cow<'r, str>>, StoreError> {
        let place = self.place()?;
        match self.row {
            Row::Sqlite(row) => match row.get_ref(place)? {
                ValueRef::Null => Ok(None),
                value => text(value).map(Cow::Borrowed).map(Some),
            },
            Row::Postgres(row) => Ok(row.try_get::<_, Option<String>>(place)?.map(plain).map(Cow::Owned)),
        }
    }

    /// Bytes where they lie.
    pub(crate) fn bytes(&mut self) -> Result<&'r [u8], StoreError> {
        let place = self.place()?;
        match self.row {
            Row::Sqlite(row) => match row.get_ref(place)? {
                ValueRef::Blob(bytes) => Ok(bytes),
                _ => Err(OTHER_KIND),
            },
            Row::Postgres(row) => Ok(row.try_get(place)?),
        }
    }
}

/// Text that somebody spoiled is one column that cannot be read, and not all rows.
fn text(value: ValueRef<'_>) -> Result<&str, StoreError> {
    let ValueRef::Text(bytes) = value else { return Err(OTHER_KIND) };
    std::str::from_utf8(bytes).map_err(|_| OTHER_KIND)
}

/// What is read from a row, by the names of its columns.
pub(crate) trait FromRow: Sized + 'static {
    /// The columns, in the order in which they are read.
    fn names() -> impl Iterator<Item = &'static str>;

    /// Takes the values of those columns.
    fn read(values: &mut Values<'_>) -> Result<Self, StoreError>;
}

/// What one column holds. From a row by itself it is the only one, whatever its name.
pub(crate) trait Column: Sized + 'static {
    fn read(values: &mut Values<'_>) -> Result<Self, StoreError>;
}

/// Stands for the name of the only column.
const ONLY: &str = "";

impl<T: Column> FromRow for T {
    fn names() -> impl Iterator<Item = &'static str> {
        std::iter::once(ONLY)
    }

    fn read(values: &mut Values<'_>) -> Result<Self, StoreError> {
        Column::read(values)
    }
}

impl<A: FromRow, B: FromRow> FromRow for (A, B) {
    fn names() -> impl Iterator<Item = &'static str> {
        A::names().chain(B::names())
    }

    fn read(values: &mut Values<'_>) -> Result<Self, StoreError> {
        Ok((values.next()?, values.next()?))
    }
}

/// Nothing of a row: to know that there is one is enough.
pub(crate) struct Nothing;

impl FromRow for Nothing {
    fn names() -> impl Iterator<Item = &'static str> {
        std::iter::empty()
    }

    fn read(_: &mut Values<'_>) -> Result<Self, StoreError> {
        Ok(Self)
    }
}

/// Says what a type is read from: columns, whose values have their names, and what is made of them. Each is a [`Column`].
macro_rules! from_row {
    ($of:ty { $($column:ident),* $(,)? }) => {
        from_row!($of: |$($column),*| Self { $($column),* });
    };
    ($of:ty: |$($column:ident $(: $kind:ty)?),* $(,)?| $made:expr) => {
        impl $crate::database::sql::FromRow for $of {
            fn names() -> impl Iterator<Item = &'static str> {
                [$(stringify!($column)),*].into_iter()
            }

            fn read(
                values: &mut $crate::database::sql::Values<'_>,
            ) -> Result<Self, $crate::StoreError> {
                $(let $column $(: $kind)? = $crate::database::sql::Column::read(values)?;)*
                Ok($made)
            }
        }
    };
}
pub(crate) use from_row;

/// Says that a type is what one column holds, and how it is made of that.
macro_rules! column {
    ($of:ty: |$value:ident: $kind:ty| $made:expr) => {
        impl $crate::database::sql::Column for $of {
            fn read(values: &mut $crate::database::sql::Values<'_>) -> Result<Self, $crate::StoreError> {
                let $value: $kind = $crate::database::sql::Column::read(values)?;
                $made
            }
        }
    };
}
pub(crate) use column;

/// A column holds what no program of ours has written there.
const OTHER_KIND: StoreError = StoreError::Damaged("a value is of another kind than its column");
/// A type and a statement do not belong together.
const NO_COLUMN: StoreError = StoreError::Damaged("a statement lacks a column that is read");

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
            fn read(values: &mut Values<'_>) -> Result<Self, StoreError> {
                <Option<Self> as Column>::read(values)?.ok_or(OTHER_KIND)
            }
        }

        impl Column for Option<$type> {
            fn read(values: &mut Values<'_>) -> Result<Self, StoreError> {
                let place = values.place()?;
                match values.row {
                    Row::Sqlite(row) => match row.get_ref(place)? {
                        ValueRef::Null => Ok(None),
                        $pattern => Ok(Some($value)),
                        _ => Err(OTHER_KIND),
                    },
                    Row::Postgres(row) => Ok(row.try_get::<_, Self>(place)?.map($read)),
                }
            }
        }
    )*};
}

kinds! {
    Integer: i64, std::convert::identity, ValueRef::Integer(value) => value;
    Truth: bool, std::convert::identity, ValueRef::Integer(value) => value != 0;
    Text: String, plain, value @ ValueRef::Text(_) => text(value)?.to_owned();
    Bytes: Vec<u8>, std::convert::identity, ValueRef::Blob(value) => value.to_vec();
}

impl<const N: usize> Column for [u8; N] {
    fn read(values: &mut Values<'_>) -> Result<Self, StoreError> {
        values.bytes()?.try_into().map_err(|_| StoreError::Damaged("a value has the wrong length"))
    }
}

column!(Digest: |bytes: [u8; 32]| Ok(Self::from_stored(bytes)));
column!(ChainHash: |bytes: [u8; 32]| Ok(Self::from_bytes(bytes)));

/// What one column holds, if it can be read: whatever somebody put there, the others are read.
pub(crate) struct Tolerant<T>(pub(crate) Option<T>);

impl<T: Column> Column for Tolerant<T> {
    fn read(values: &mut Values<'_>) -> Result<Self, StoreError> {
        Ok(Self(<T as Column>::read(values).ok()))
    }
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

impl<const N: usize> From<&[u8; N]> for Value {
    fn from(value: &[u8; N]) -> Self {
        value.as_slice().into()
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
