/**
 * What an administrator sees and sets: settings with live checks, configuration errors, keys and certificates, import.
 * Pages are values that the host draws. Start with {@link org.sealdesk.crypt.admin.CryptAdminPages}. Must not know an
 * engine, a store or how the plugin is put together.
 */
@NullMarked
package org.sealdesk.crypt.admin;

import org.jspecify.annotations.NullMarked;
