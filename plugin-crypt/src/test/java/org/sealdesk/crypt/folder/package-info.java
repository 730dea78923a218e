@NullMarked
package org.sealdesk.crypt.folder;

import org.jspecify.annotations.NullMarked;
