/**
 * Certificates, secret keys and the ports to where they are kept. Knows neither a cryptographic library nor a database.\n * Start with {@link org.sealdesk.crypt.key.Certificate}.
 */
@NullMarked
package org.sealdesk.crypt.key;

import org.jspecify.annotations.NullMarked;
