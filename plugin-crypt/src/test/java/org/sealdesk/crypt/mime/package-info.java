/** Tests of reading and building mail. */
@NullMarked
package org.sealdesk.crypt.mime;

import org.jspecify.annotations.NullMarked;
