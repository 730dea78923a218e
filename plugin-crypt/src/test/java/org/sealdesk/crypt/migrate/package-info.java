/** Tests of {@link org.sealdesk.crypt.migrate}. */
@org.jspecify.annotations.NullMarked
package org.sealdesk.crypt.migrate;
