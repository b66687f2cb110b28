// A virtual table as its makers describe it: TanStack Table for rows, filter and selection, TanStack Virtual for what is
// drawn, Preact beneath. The same columns, buttons and rows as in the dashboard's list.

import { createColumnHelper, getCoreRowModel, getFilteredRowModel, useReactTable } from '@tanstack/react-table';
import { useVirtualizer } from '@tanstack/react-virtual';
import { render } from 'preact';
import { useCallback, useMemo, useRef, useState } from 'preact/hooks';

const ROW_HEIGHT = 52;
// Then it draws as many rows as the dashboard.
const OVERSCAN = 5;

const column = createColumnHelper();
const badges = (row) =>
  [row.can_view && 'View', row.can_write && 'Edit', row.need_justify === '1' && 'Justification', row.need_approval === '1' && 'Approval']
    .filter(Boolean)
    .map((name) => <span class="badge">{name}</span>);
const COLUMNS = [
  column.display({
    id: 'select',
    cell: ({ row }) => <input type="checkbox" aria-label="Select" checked={row.getIsSelected()} onChange={row.getToggleSelectedHandler()} />,
  }),
  column.accessor('identifier', { header: 'ID', cell: (cell) => <code>{cell.getValue()}</code> }),
  column.accessor('name', { header: 'Name' }),
  column.display({ id: 'access', header: 'Access', cell: ({ row }) => badges(row.original) }),
  column.display({ id: 'state', header: 'State', cell: () => 'Not known yet' }),
  column.display({ id: 'checked', header: 'Last checked', cell: () => '' }),
  column.display({
    id: 'actions',
    header: 'Actions',
    cell: () => ['Deactivate', 'Activate', 'Edit', 'Details'].map((name) => <button type="button">{name}</button>),
  }),
];

/** Every word in name or identifier, whatever the case: what was folded once is not folded again at each key. */
function useFilter(rows) {
  const folded = useMemo(() => new Map(rows.map((row) => [row, `${row.name} ${row.identifier}`.toLowerCase()])), [rows]);
  return useCallback(
    (row, _column, search) => search.toLowerCase().split(/\s+/).every((word) => folded.get(row.original).includes(word)),
    [folded],
  );
}

function List({ rows }) {
  const [globalFilter, setGlobalFilter] = useState('');
  const [rowSelection, setRowSelection] = useState({});
  const frame = useRef(null);
  const table = useReactTable({
    data: rows,
    columns: COLUMNS,
    state: { globalFilter, rowSelection },
    getRowId: (row) => row.identifier,
    getColumnCanGlobalFilter: (column) => column.id === 'name',
    globalFilterFn: useFilter(rows),
    onGlobalFilterChange: setGlobalFilter,
    onRowSelectionChange: setRowSelection,
    getCoreRowModel: getCoreRowModel(),
    getFilteredRowModel: getFilteredRowModel(),
  });
  const found = table.getRowModel().rows;
  const virtual = useVirtualizer({
    count: found.length,
    getScrollElement: () => frame.current,
    estimateSize: () => ROW_HEIGHT,
    overscan: OVERSCAN,
  });
  const drawn = virtual.getVirtualItems();
  const before = drawn.length ? drawn[0].start : 0;
  const behind = drawn.length ? virtual.getTotalSize() - drawn[drawn.length - 1].end : 0;
  const onKeyDown = (event) => {
    if (event.key === 'a' && event.ctrlKey) {
      event.preventDefault();
      table.toggleAllRowsSelected(true);
    }
  };
  const selected = Object.keys(rowSelection).length;
  return (
    <>
      <input type="search" aria-label="Search" value={globalFilter} onInput={(event) => setGlobalFilter(event.currentTarget.value)} />
      <p role="status">{selected ? `${selected} selected` : `${found.length} of ${rows.length}`}</p>
      <div id="list" ref={frame}>
        <table onKeyDown={onKeyDown}>
          <thead>
            {table.getHeaderGroups().map((group) => (
              <tr key={group.id}>{group.headers.map((header) => <th key={header.id}>{header.column.columnDef.header}</th>)}</tr>
            ))}
          </thead>
          <tbody>
            <tr style={{ height: before }} />
            {drawn.map(({ index }) => {
              const row = found[index];
              return (
                <tr key={row.id} data-place={index} tabIndex={-1} aria-selected={row.getIsSelected()}>
                  {row.getVisibleCells().map((cell) => (
                    <td key={cell.id}>
                      {typeof cell.column.columnDef.cell === 'function' ? cell.column.columnDef.cell(cell.getContext()) : cell.getValue()}
                    </td>
                  ))}
                </tr>
              );
            })}
            <tr style={{ height: behind }} />
          </tbody>
        </table>
      </div>
    </>
  );
}

function Page() {
  const [rows, setRows] = useState(null);
  if (rows) return <List rows={rows} />;
  const signIn = async (event) => {
    event.preventDefault();
    const form = new URLSearchParams(new FormData(event.currentTarget));
    form.set('grant_type', 'client_credentials');
    const token = await (await fetch('/api/oauth2/token', { method: 'POST', body: form })).json();
    const headers = { authorization: `Bearer ${token.access_token}` };
    setRows((await (await fetch('/api/mysafe/secretapi', { headers })).json()).api_secret_on_list);
  };
  return (
    <form onSubmit={signIn}>
      <label>Client id <input name="client_id" /></label>
      <label>Client secret <input name="client_secret" type="password" /></label>
      <button>Sign in</button>
    </form>
  );
}

render(<Page />, document.body);
