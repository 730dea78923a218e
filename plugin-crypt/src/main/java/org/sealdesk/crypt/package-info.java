/**
 * The plugin's life: {@link org.sealdesk.crypt.CryptPlugin} starts and stops it, {@code Wiring} puts the parts together,
 * the extension classes hand the host's calls to them.
 */
@NullMarked
package org.sealdesk.crypt;

import org.jspecify.annotations.NullMarked;
