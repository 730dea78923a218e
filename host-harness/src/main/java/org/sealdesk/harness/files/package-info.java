/** Writing files so that they are either whole or absent, also after a power cut. */
@NullMarked
package org.sealdesk.harness.files;

import org.jspecify.annotations.NullMarked;
