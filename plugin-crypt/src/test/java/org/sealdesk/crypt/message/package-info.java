@NullMarked
package org.sealdesk.crypt.message;

import org.jspecify.annotations.NullMarked;
