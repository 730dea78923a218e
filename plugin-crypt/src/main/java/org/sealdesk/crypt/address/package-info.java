/**
 * Mail addresses and when two of them are the same. Knows the JDK only.
 */
@NullMarked
package org.sealdesk.crypt.address;

import org.jspecify.annotations.NullMarked;
