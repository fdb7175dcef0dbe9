// Photos are shown before sending and made smaller, because data costs money. Without this file plain file inputs remain.
import { say } from "./toast.js";

const LONGEST_SIDE = 1600;
const QUALITY = 0.82;

export function startPhotos() {
  // Old browsers cannot change the files of an input: they send the originals.
  if (!("DataTransfer" in window)) return;
  for (const box of document.querySelectorAll("[data-ba-photos]")) new PhotoBox(box);
}

class PhotoBox {
  constructor(box) {
    this.box = box;
    this.inputs = [...box.querySelectorAll("input[type=file]")];
    this.chosen = [];
    for (const input of this.inputs) input.addEventListener("change", () => this.add(input));
  }

  async add(input) {
    const room = Number(this.box.dataset.max) - this.chosen.length;
    const files = [...input.files].slice(0, room);
    for (const file of files) this.chosen.push({ file: await shrink(file) });
    this.render();
    if (files.length) say(this.box.dataset.added);
  }

  remove(photo) {
    this.chosen = this.chosen.filter((one) => one !== photo);
    this.render();
    say(this.box.dataset.removed);
    this.inputs.at(-1).focus();
  }

  /** All files travel in the last input, so that a second choice adds to the first. */
  render() {
    const transfer = new DataTransfer();
    for (const { file } of this.chosen) transfer.items.add(file);
    for (const input of this.inputs) input.value = "";
    this.inputs.at(-1).files = transfer.files;
    for (const old of this.box.querySelectorAll(".ba-photo--chosen")) old.remove();
    this.box.prepend(...this.chosen.map((photo) => this.picture(photo)));
    const full = this.chosen.length >= Number(this.box.dataset.max);
    for (const input of this.inputs) input.closest(".ba-photo").hidden = full;
  }

  picture(photo) {
    const frame = document.createElement("div");
    frame.className = "ba-photo ba-photo--chosen";
    const image = document.createElement("img");
    image.alt = photo.file.name;
    photo.url ??= URL.createObjectURL(photo.file);
    image.src = photo.url;
    const remove = document.createElement("button");
    remove.type = "button";
    remove.textContent = "×";
    remove.setAttribute("aria-label", `${this.box.dataset.remove}: ${photo.file.name}`);
    remove.addEventListener("click", () => this.remove(photo));
    frame.append(image, remove);
    return frame;
  }
}

/** Re-encoding also drops the camera's metadata; the place of the photo is asked for separately. */
async function shrink(file) {
  if (!file.type.startsWith("image/") || !("createImageBitmap" in window)) return file;
  let bitmap;
  try {
    bitmap = await createImageBitmap(file, { imageOrientation: "from-image" });
  } catch {
    return file; // A format this browser cannot read: the server decides.
  }
  const scale = Math.min(1, LONGEST_SIDE / Math.max(bitmap.width, bitmap.height));
  const canvas = document.createElement("canvas");
  canvas.width = Math.round(bitmap.width * scale);
  canvas.height = Math.round(bitmap.height * scale);
  canvas.getContext("2d").drawImage(bitmap, 0, 0, canvas.width, canvas.height);
  const blob = await new Promise((resolve) => canvas.toBlob(resolve, "image/jpeg", QUALITY));
  if (!blob || blob.size >= file.size) return file;
  return new File([blob], file.name.replace(/\.\w+$/, "") + ".jpg", { type: "image/jpeg" });
}
