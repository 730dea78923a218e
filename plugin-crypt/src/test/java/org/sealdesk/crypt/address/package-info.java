@NullMarked
package org.sealdesk.crypt.address;

import org.jspecify.annotations.NullMarked;
