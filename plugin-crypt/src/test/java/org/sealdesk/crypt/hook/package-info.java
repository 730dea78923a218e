@NullMarked
package org.sealdesk.crypt.hook;

import org.jspecify.annotations.NullMarked;
