@NullMarked
package org.sealdesk.crypt.text;

import org.jspecify.annotations.NullMarked;
