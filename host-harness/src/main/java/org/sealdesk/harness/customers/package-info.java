/** The other side of the desk: the customers' mail server with their mailboxes. */
@NullMarked
package org.sealdesk.harness.customers;

import org.jspecify.annotations.NullMarked;
