/** Tests of {@link org.sealdesk.crypt.octets}. */
@org.jspecify.annotations.NullMarked
package org.sealdesk.crypt.octets;
