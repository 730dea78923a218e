@NullMarked
package org.sealdesk.crypt;

import org.jspecify.annotations.NullMarked;
