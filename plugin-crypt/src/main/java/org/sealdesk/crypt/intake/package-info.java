/**
 * How keys and certificates come in and go out: files of any format become records of the keystore, one answer for each
 * thing found; passwords for locked keys; public halves as files. Start with {@link
 * org.sealdesk.crypt.intake.KeyImporter}. Knows the ports of keys and engines; must not know a concrete engine or
 * store, MIME, or the host.
 */
@NullMarked
package org.sealdesk.crypt.intake;

import org.jspecify.annotations.NullMarked;
