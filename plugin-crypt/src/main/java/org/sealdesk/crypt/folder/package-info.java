/**
 * Keys that people put into folders by hand: found, taken, watched, and noticed when they go. Start with {@link
 * org.sealdesk.crypt.folder.KeyFolders}. Nothing here ever writes to such a folder. Knows imports and the ports of keys;
 * must not know a concrete engine or store, or the host.
 */
@NullMarked
package org.sealdesk.crypt.folder;

import org.jspecify.annotations.NullMarked;
