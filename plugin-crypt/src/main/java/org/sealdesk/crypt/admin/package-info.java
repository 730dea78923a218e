/**
 * What an administrator sees and sets: settings with live checks, configuration errors, keys and certificates, import, the audit
 * log; and the page on which a contact sees its own keys.
 * Pages are values that the host draws. Start with {@link org.sealdesk.crypt.admin.CryptAdminPages}. Must not know an
 * engine, a store or how the plugin is put together.
 */
@NullMarked
package org.sealdesk.crypt.admin;

import org.jspecify.annotations.NullMarked;
