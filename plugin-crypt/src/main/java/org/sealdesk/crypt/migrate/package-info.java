/**
 * Moving over from Znuny, OTRS and OTOBO: keys, passwords, relations and default signing keys, read from copies or from
 * the old system's own folders, of which nothing is ever changed. Start with {@link
 * org.sealdesk.crypt.migrate.ZnunyImport}. Knows folders, imports and the ports of keys; must not know a concrete engine
 * or store, or the host.
 */
@NullMarked
package org.sealdesk.crypt.migrate;

import org.jspecify.annotations.NullMarked;
