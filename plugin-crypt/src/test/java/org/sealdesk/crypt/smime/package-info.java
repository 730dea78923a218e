@NullMarked
package org.sealdesk.crypt.smime;

import org.jspecify.annotations.NullMarked;
